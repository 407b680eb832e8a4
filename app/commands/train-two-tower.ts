import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import type { DataFolder } from "../../connectors/files/data-folder.ts";
import type { Progress } from "../../models/model.ts";
import { openReader, plainReader } from "../../models/two-tower/text-reader.ts";
import { checkTwoTower, type TwoTowerConfig, twoTowerDefaults } from "../../models/two-tower/two-tower-config.ts";
import { forgetErased } from "../../pipelines/recommend/forget-erased.ts";
import {
  type KeptRecommender,
  keepRecommender,
  openRecommenders,
  type Recommenders,
  recommenderInUse,
} from "../../pipelines/recommend/keep-recommender.ts";
import type { RecommenderInUse, TrainedRecommender } from "../../pipelines/recommend/recommender-plan.ts";
import { type ShopRecords, shopHistory, shopOfFile } from "../../pipelines/recommend/shop-history.ts";
import { shopOfTables } from "../../pipelines/recommend/shop-of-tables.ts";
import { trainTwoTower } from "../../pipelines/recommend/train-two-tower.ts";
import { updateDefaults, updateTwoTower } from "../../pipelines/recommend/update-two-tower.ts";
import { userHasher } from "../../pipelines/record/hash-user.ts";
import { keepEncodersIn, surroundings } from "../../pipelines/surroundings.ts";
import { erasuresToRead, tablesToRead } from "../../pipelines/tables.ts";
import { readSettings } from "../../pipelines/training/learner-settings.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { addImportOptions, type ImportFlags, importOptions, requireRows } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { openKeyedDataFolder } from "../keyed-data-folder.ts";
import { dataOption, jsonOption, tablesOption, wholeNumber } from "../options.ts";
import { curveText } from "../terminal/curve-text.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";
import { besideText, judgementText } from "../terminal/recommender-text.ts";
import { refuseEarlyOptions } from "./ladder.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly from: string;
  readonly tables?: string;
  readonly seed: number;
  readonly set: readonly string[];
  readonly encoder?: string;
  readonly update?: true;
  readonly settings?: true;
  readonly json?: true;
}

/** `twinstream train two-tower`: a model that recommends, from what visitors chose. */
export function trainTwoTowerCommand(): Command {
  const command = new Command("two-tower")
    .description(
      "Trains a model that recommends products to visitors and for queries, from clicks, carts and orders. It is measured on the last days, which it " +
        "then learns from as well, and put to use unless it is for certain worse than the most popular products or the version in use.",
    )
    .option("--from <file>", "a file of clicks, carts and orders, or `tables` for what was recorded", "tables")
    .addOption(new Option("--seed <n>", "seed of the training").argParser(wholeNumber(0)).default(1))
    .addOption(
      new Option("--set <key=value>", "a setting, such as epochs=5; may be repeated")
        .argParser((setting: string, earlier: readonly string[]) => [...earlier, setting])
        .default([], "none"),
    )
    .option("--encoder <source>", "the sentence encoder to read titles and queries by: a folder, or a name on the hub")
    .option("--update", "teach the version in use what was chosen since its training, instead of training anew")
    .option("--settings", "list the settings with their defaults, and train nothing")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExamples: twinstream train two-tower --from transactions.csv.gz --preset completejourney" +
        "\n          twinstream train two-tower --update --from later.csv --preset completejourney",
    );
  return addImportOptions(command).action((flags: Flags) => {
    refuseEarlyOptions(command.parent, "two-tower");
    return train(flags);
  });
}

async function train(flags: Flags): Promise<void> {
  const usual = flags.update ? updateDefaults : twoTowerDefaults;
  if (flags.settings) {
    const rows = Object.entries(usual).map(([key, value]) => [key, String(value) || "none"]);
    return printResult(flags.json, usual, () => textTable([["setting", "default"], ...rows]));
  }
  const settings = settingsOf(flags);
  await requireRows(flags);
  const folder = await openKeyedDataFolder(flags.data);
  keepEncodersIn(folder.path);
  const recommenders = openRecommenders(folder.recommenders);
  const inUse = flags.update
    ? await toUpdate(recommenders, await erasuresToRead(folder, flags.tables))
    : await orNote(recommenderInUse(recommenders));
  try {
    const trained = await trainOrUpdate(flags, settings, folder, inUse);
    const kept = await keepRecommender(trained, recommenders);
    printResult(flags.json, { ...kept.manifest, isCurrent: kept.isCurrent }, () => report(kept, inUse?.reference));
    if (!kept.isCurrent) process.exitCode = 1;
  } finally {
    await inUse?.state.reader.close();
  }
}

/** Throws WRONG_USAGE for settings that there are not, or that make no sense. */
function settingsOf({ update, set, encoder }: Flags): Partial<TwoTowerConfig> {
  if (update && encoder !== undefined)
    throw new TwinstreamError(
      "WRONG_USAGE",
      "an update reads by the encoder of the version in use; leave --encoder out",
    );
  const settings = readSettings("two-tower", set, update ? updateDefaults : twoTowerDefaults);
  const all = { ...settings, ...(encoder !== undefined && { encoder }) };
  checkTwoTower({ ...twoTowerDefaults, ...all });
  return all;
}

async function trainOrUpdate(
  flags: Flags,
  settings: Partial<TwoTowerConfig>,
  folder: DataFolder,
  inUse: RecommenderInUse | undefined,
): Promise<TrainedRecommender> {
  const { update, seed, from } = flags;
  const config = { ...twoTowerDefaults, ...settings };
  const reader = update ? plainReader : await openReader(config.encoder, { ...surroundings, threads: config.threads });
  const bar = progressBar(update ? "updating two-tower" : "training two-tower");
  try {
    const records = await recordsOf(flags, folder);
    return await untilInterrupted((signal) => {
      const watched = { seed, from, signal, progress: ({ share, doing }: Progress) => bar.show(share, doing) };
      return update && inUse !== undefined
        ? updateTwoTower(inUse, records, { ...watched, config: { ...updateDefaults, ...settings } }, systemClock)
        : trainTwoTower(
            shopHistory(records.catalog, records.choices),
            { ...watched, config, reader },
            systemClock,
            inUse,
          );
    });
  } finally {
    bar.end();
    await reader.close();
  }
}

async function recordsOf(flags: Flags, folder: DataFolder): Promise<ShopRecords> {
  if (flags.from === "tables") return shopOfTables(await tablesToRead(folder, flags.tables));
  return shopOfFile(importOptions(flags.from, flags), userHasher(folder.userKey));
}

/** Throws MODEL_NOT_FOUND where there is nothing to update. */
async function toUpdate(recommenders: Recommenders, erased: ReadonlyMap<string, number>): Promise<RecommenderInUse> {
  const inUse = await recommenderInUse(recommenders);
  if (inUse !== undefined) return { ...inUse, state: forgetErased(inUse.state, erased) };
  throw new TwinstreamError(
    "MODEL_NOT_FOUND",
    "no two-tower model is in use that could be updated; train one without --update",
  );
}

/** A model in use that can't be read is told of, and keeps nobody from training another one. */
async function orNote(inUse: Promise<RecommenderInUse | undefined>): Promise<RecommenderInUse | undefined> {
  try {
    return await inUse;
  } catch (error) {
    if (!(error instanceof TwinstreamError)) throw error;
    printNote(`the new model is not set beside the one in use: ${error.message}`);
    return undefined;
  }
}

function report({ manifest, isCurrent, refusal }: KeptRecommender, inUse: string | undefined): string {
  const { reference, data, updates, bestEpoch, learningCurve, test, beside } = manifest;
  const choices = number(data.choices);
  return [
    ...(updates === undefined
      ? [
          `${reference}: ${choices} choices, best after epoch ${bestEpoch}`,
          curveText(learningCurve),
          "on the last days:",
        ]
      : [`${reference}: ${updates}, which learned ${choices} choices more; on the last of them:`]),
    judgementText(test),
    ...(inUse === undefined ? [] : [besideText(beside, inUse)]),
    isCurrent ? `${reference} recommends from now on` : `kept, but not put to use: ${refusal}`,
  ].join("\n");
}
