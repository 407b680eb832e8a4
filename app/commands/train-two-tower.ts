import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { type TwoTowerConfig, twoTowerDefaults } from "../../models/two-tower/two-tower-config.ts";
import { keepRecommender, openRecommenders } from "../../pipelines/recommend/keep-recommender.ts";
import { shopHistory, shopOfFile } from "../../pipelines/recommend/shop-history.ts";
import { shopOfTables } from "../../pipelines/recommend/shop-of-tables.ts";
import { trainTwoTower } from "../../pipelines/recommend/train-two-tower.ts";
import { userHasher } from "../../pipelines/record/hash-user.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { readSettings } from "../../pipelines/training/learner-settings.ts";
import { addImportOptions, type ImportFlags, importOptions, requireRows } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, jsonOption, tablesOption, wholeNumber } from "../options.ts";
import { printResult, textTable } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";
import { judgementText } from "../terminal/recommender-text.ts";
import { refuseEarlyOptions } from "./ladder.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly from: string;
  readonly tables?: string;
  readonly seed: number;
  readonly set: readonly string[];
  readonly settings?: true;
  readonly json?: true;
}

/** `twinstream train two-tower`: a model that recommends, from what visitors chose. */
export function trainTwoTowerCommand(): Command {
  const command = new Command("two-tower")
    .description(
      "Trains a model that recommends products to visitors and for queries, from clicks, carts and orders. It is measured on the last days, which it " +
        "then learns from as well, and put to use unless it is for certain worse than the most popular products.",
    )
    .option("--from <file>", "a file of clicks, carts and orders, or `tables` for what was recorded", "tables")
    .addOption(new Option("--seed <n>", "seed of the training").argParser(wholeNumber(0)).default(1))
    .addOption(
      new Option("--set <key=value>", "a setting, such as epochs=5; may be repeated")
        .argParser((setting: string, earlier: readonly string[]) => [...earlier, setting])
        .default([], "none"),
    )
    .option("--settings", "list the settings with their defaults, and train nothing")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream train two-tower --from transactions.csv.gz --preset completejourney");
  return addImportOptions(command).action((flags: Flags) => {
    refuseEarlyOptions(command.parent, "two-tower");
    return train(flags);
  });
}

async function train(flags: Flags): Promise<void> {
  if (flags.settings) {
    const rows = Object.entries(twoTowerDefaults).map(([key, usual]) => [key, String(usual)]);
    return printResult(flags.json, twoTowerDefaults, () => textTable([["setting", "default"], ...rows]));
  }
  const config: TwoTowerConfig = { ...twoTowerDefaults, ...readSettings("two-tower", flags.set, twoTowerDefaults) };
  await requireRows(flags);
  const folder = await openDataFolder(flags.data, { userKey: process.env.TWINSTREAM_USER_KEY });
  const records =
    flags.from === "tables"
      ? await shopOfTables(await tablesToRead(folder, flags.tables))
      : await shopOfFile(importOptions(flags.from, flags), userHasher(folder.userKey));
  const shop = shopHistory(records.catalog, records.choices);
  const bar = progressBar("training two-tower");
  const trained = await untilInterrupted((signal) =>
    trainTwoTower(
      shop,
      { config, seed: flags.seed, from: flags.from, signal, progress: ({ share, doing }) => bar.show(share, doing) },
      systemClock,
    ),
  ).finally(() => bar.end());
  const kept = await keepRecommender(trained, openRecommenders(folder.recommenders));
  printResult(flags.json, { ...kept.manifest, isCurrent: kept.isCurrent }, () =>
    [
      `${kept.manifest.reference}: ${shop.choices.items.length} choices, best after epoch ${kept.manifest.bestEpoch}; on the last days:`,
      judgementText(kept.manifest.test),
      kept.isCurrent
        ? `${kept.manifest.reference} recommends from now on`
        : `kept, but not put to use: ${kept.refusal}`,
    ].join("\n"),
  );
  if (!kept.isCurrent) process.exitCode = 1;
}
