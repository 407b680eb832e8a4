import { resolve } from "node:path";

/** Fashion Product Images, some of each of 40 categories (`hybrid_task.csv` with its tars of pictures): beside the repository, or where TWINSTREAM_FASHION says. */
export const fashionFile = resolve(process.env.TWINSTREAM_FASHION ?? "../shared/data/fashion-small/hybrid_task.csv");

/** What a benchmark says that needs the file and does not find it. */
export const fashionMissing = `skipped: "${fashionFile}" is not there; name it with TWINSTREAM_FASHION\n`;
