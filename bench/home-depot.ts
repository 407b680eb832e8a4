import { resolve } from "node:path";

/** The Home Depot judgments (Kaggle, `train.csv`): beside the repository, or where TWINSTREAM_HOME_DEPOT says. */
export const homeDepotFile = resolve(process.env.TWINSTREAM_HOME_DEPOT ?? "../shared/data/home-depot/train.csv");

/** What a benchmark says that needs the file and does not find it. */
export const skipText = `skipped: "${homeDepotFile}" is not there; name it with TWINSTREAM_HOME_DEPOT\n`;
