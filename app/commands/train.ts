import { Argument, Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { learners } from "../../models/learners.ts";
import type { Progress } from "../../models/model.ts";
import { releasedModel, releaseModel } from "../../pipelines/live-models.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import { openLender } from "../../pipelines/training/lender.ts";
import { type Material, materialOfEvents } from "../../pipelines/training/material.ts";
import { materialOfTables } from "../../pipelines/training/material-of-tables.ts";
import { type Trained, trainModel, unattended } from "../../pipelines/training/train.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, openImport } from "../import-options.ts";
import { dataOption, jsonOption, wholeNumber } from "../options.ts";
import { qualityTable } from "../terminal/model-text.ts";
import { number, printResult } from "../terminal/output.ts";
import { type ProgressBar, progressBar } from "../terminal/progress.ts";
import { ladderCommand } from "./ladder.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly from: string;
  readonly split: "rows" | "queries";
  readonly seed: number;
  readonly embedder?: string;
  readonly promote?: true;
  readonly json?: true;
}

/** `twinstream train MODEL`: a new version of a model, from a file or from the tables. */
export function trainCommand(): Command {
  const command = new Command("train")
    .description(
      "Trains a model on judged rows and keeps it as a new version. The first one of a data folder becomes the champion.",
    )
    .addArgument(new Argument("<model>", "the kind of model").choices(Object.keys(learners)))
    .option("--from <file>", "a file of judged rows, or `tables` for what was recorded", "tables")
    .addOption(
      new Option("--split <by>", "hold back single rows, or whole queries that training then never sees")
        .choices(["rows", "queries"])
        .default("queries"),
    )
    .addOption(new Option("--seed <n>", "seed of split and training").argParser(wholeNumber(0)).default(1))
    .option("--embedder <model>", "take similarities with the embedder of this model, such as word2vec-1")
    .option("--promote", "make it the champion")
    .addOption(dataOption())
    .addOption(jsonOption())
    .addCommand(ladderCommand())
    .addHelpText("after", "\nExample: twinstream train ridge --from train.csv --preset home-depot --split queries");
  return addImportOptions(command).action((kind: string, flags: Flags) =>
    withDataFolder(flags.data, (opened) => train(kind, flags, opened)),
  );
}

async function train(kind: string, flags: Flags, opened: OpenedData): Promise<void> {
  const bar = progressBar(`training ${kind}`);
  try {
    const material = await materialFor(flags, opened, bar);
    const { split, seed, from } = flags;
    const progress = ({ share, doing }: Progress) => bar.show(share, doing);
    const plan = { ...unattended, kind, from, split, seed, progress };
    const trained = await trainModel(material, plan, systemClock);
    bar.end();
    await keep(trained, flags, opened);
  } finally {
    bar.end();
  }
}

async function materialFor(flags: Flags, { folder, models }: OpenedData, bar: ProgressBar): Promise<Material> {
  bar.show(0, "reading the rows");
  if (flags.from === "tables") return materialOfTables(folder.tables, models, flags);
  const lender = flags.embedder === undefined ? undefined : await openLender(models, flags.embedder);
  const events = await judgedEventsOf(openImport(flags.from, flags));
  return materialOfEvents(events, flags, (share) => bar.show(share, "computing features"), lender);
}

async function keep({ manifest, files }: Trained, flags: Flags, { models, log }: OpenedData): Promise<void> {
  const reference = await models.add(manifest, files);
  const isFirst = (await releasedModel(log, "champion")) === undefined;
  const isChampion = isFirst || flags.promote === true;
  if (isChampion)
    await releaseModel(log, models, {
      model: reference,
      time: systemClock.now(),
      reason: isFirst ? "the first model" : "promoted after training",
    });
  const kept = await models.manifest(reference);
  printResult(flags.json, { ...kept, isChampion }, () => report(kept, isChampion));
}

function report(manifest: Manifest, isChampion: boolean): string {
  const { metrics, data, reference } = manifest;
  return [
    `${reference}: ${number(data.rows)} rows, ${number(data.queries)} queries, split by ${data.split}, ${number(manifest.trainingMs / 1000, 2)} s`,
    qualityTable(metrics),
    isChampion ? `${reference} is the champion` : `to let it score: twinstream models promote ${reference}`,
  ].join("\n");
}
