import { availableParallelism } from "node:os";
import { Argument, Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { learners } from "../../models/learners.ts";
import { distanceChoices } from "../../models/siamese/comparator.ts";
import { engines } from "../../models/siamese/siamese-config.ts";
import { fewestSearches } from "../../pipelines/registry/common-rows.ts";
import { type Promoted, promoteFirst, promoteModel } from "../../pipelines/registry/promote.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import { hasSetting, readSettings, settingsOf } from "../../pipelines/training/learner-settings.ts";
import { type Moment, parseMoment } from "../../pipelines/training/moment.ts";
import { startAblation, startTraining } from "../../pipelines/training/start-training.ts";
import { learnerOf } from "../../pipelines/training/train.ts";
import {
  type Completed,
  keepCompleted,
  type TrainingOrder,
  type TrainingWatcher,
} from "../../pipelines/training/training-order.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type Manifest, type SplitBy, splitChoices } from "../../schemas/manifest.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, requireRows, tellRowErrors } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, jsonOption, logOption, tablesOption, wholeNumber } from "../options.ts";
import { ablationHtml, ablationMarkdown, ablationText } from "../report/ablation-report.ts";
import { writeReport } from "../report/write-report.ts";
import { checksText } from "../terminal/checks-text.ts";
import { curveText } from "../terminal/curve-text.ts";
import { qualityTable } from "../terminal/model-text.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";
import { ladderCommand } from "./ladder.ts";
import { trainHybridCommand } from "./train-hybrid.ts";
import { trainTwoTowerCommand } from "./train-two-tower.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly log: string;
  readonly from: string;
  readonly tables?: string;
  readonly split: SplitBy;
  readonly since?: Moment;
  readonly until?: Moment;
  readonly seed: number;
  readonly threads?: number;
  readonly set: readonly string[];
  readonly distance?: string;
  readonly encoder?: string;
  readonly engine?: string;
  readonly embedder?: string;
  readonly settings?: true;
  readonly ablate?: true;
  readonly report?: string;
  readonly fresh?: true;
  readonly promote?: true;
  readonly json?: true;
}

/** `twinstream train MODEL`: a new version of a model, from a file or from the tables. */
export function trainCommand(): Command {
  const command = new Command("train")
    .description(
      "Trains a model on judged rows and keeps it as a new version. The first one of a data folder becomes the champion. " +
        "Ended before its time, by Ctrl-C or a crash, the same command goes on where it was.",
    )
    .addArgument(new Argument("<model>", "the kind of model").choices(Object.keys(learners)))
    .option("--from <file>", "a file of judged rows, or `tables` for what was recorded", "tables")
    .addOption(
      new Option(
        "--since <time>",
        "of the tables, only searches from then on: a date or time (UTC), or days before the newest judged search, such as 30d",
      ).argParser(parseMoment),
    )
    .addOption(
      new Option(
        "--until <time>",
        "of the tables, only searches up to then, with the labels there were then",
      ).argParser(parseMoment),
    )
    .addOption(
      new Option("--split <by>", "hold back single rows, whole queries that training then never sees, or both at once")
        .choices(splitChoices)
        .default("both"),
    )
    .addOption(new Option("--seed <n>", "seed of split and training").argParser(wholeNumber(0)).default(1))
    .addOption(
      new Option("--threads <n>", "threads of a training step (default: what suits the kind)").argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--set <key=value>", "a setting of the kind, such as epochs=5; may be repeated")
        .argParser((setting: string, before: readonly string[]) => [...before, setting])
        .default([], "none"),
    )
    .addOption(
      new Option(
        "--distance <name>",
        "how the two vectors are compared; `all` takes every one of them at once",
      ).choices(Object.keys(distanceChoices)),
    )
    .option("--encoder <source>", "the sentence encoder to build on: a folder, or a name on the hub")
    .addOption(
      new Option(
        "--engine <name>",
        "what trains a net that reads words: `tfjs-node` where you have installed it. It does |a - b| and one dense layer, " +
          "no dropout, on threads of its own; ended before its time, it starts over",
      ).choices(engines),
    )
    .option(
      "--ablate",
      "measure on the validation rows what each group of features is worth to the kind: without it, and with it alone; keeps no model",
    )
    .option("--report <dir>", "where ablation.html and ablation.md of --ablate go; earlier ones are kept there")
    .option("--settings", "list the settings of the kind with their defaults, and train nothing")
    .option("--embedder <model>", "take similarities with the embedder of this model, such as word2vec-1")
    .option("--fresh", "start over, where an earlier run was ended before its time")
    .option("--promote", "make it the champion, when the gate of `models promote` lets it through")
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addCommand(ladderCommand())
    .addCommand(trainTwoTowerCommand())
    .addCommand(trainHybridCommand())
    .addHelpText(
      "after",
      "\nExamples: twinstream train ridge --from train.csv --preset home-depot" +
        "\n          twinstream train relevance --from train.csv --preset home-depot --split queries --ablate",
    );
  return addImportOptions(command).action(train);
}

async function train(kind: string, flags: Flags): Promise<void> {
  if (flags.settings) return list(kind, flags);
  const order = orderOf(kind, flags);
  checkAblation(flags);
  await requireRows(flags);
  if (flags.ablate) return ablate(order, flags);
  await withDataFolder(flags, async (opened) => {
    const { champion: parent } = await releasedRoles(opened.log);
    const completed = await untilInterrupted((signal) => carryOut(startTraining, { ...order, parent }, signal));
    await keep(completed, flags, opened);
  });
}

/** Throws WRONG_USAGE for options that have no meaning with, or without, an ablation. */
function checkAblation({ ablate, report, promote, fresh }: Flags): void {
  if (ablate && (promote || fresh))
    throw new TwinstreamError("WRONG_USAGE", `--ablate keeps no model; leave --${promote ? "promote" : "fresh"} out`);
  if (!ablate && report !== undefined)
    throw new TwinstreamError("WRONG_USAGE", "--report is where --ablate writes; leave it out for a training");
}

function list(kind: string, { json }: Flags): void {
  const settings = settingsOf(kind);
  const rows = settings.map(({ key, usual }) => [key, String(usual) || "none"]);
  printResult(json, Object.fromEntries(settings.map(({ key, usual }) => [key, usual])), () =>
    rows.length === 0 ? `${kind} has no settings` : textTable([["setting", "default"], ...rows]),
  );
}

function orderOf(kind: string, flags: Flags): TrainingOrder {
  checkEmbedder(kind, flags);
  checkRange(flags);
  const { data, from, tables, split, seed, embedder, preset, map, labelRange, catalog, source, strict } = flags;
  const threads = threadsOf(flags);
  const range = { since: flags.since, until: flags.until };
  const file = { preset, map, labelRange, catalog, source, strict };
  const config = configOf(kind, flags);
  return {
    kind,
    config,
    data,
    from,
    tables,
    range,
    file,
    split,
    seed,
    threads,
    embedder,
    isFresh: flags.fresh === true,
  };
}

/** The threads that were asked for, at most as many as there are cores: more only wait for one another. */
function threadsOf({ threads }: Flags): number | undefined {
  const cores = availableParallelism();
  if (threads === undefined || threads <= cores) return threads;
  printNote(`--threads ${number(threads)} is taken as ${cores}: this machine has no more cores`);
  return cores;
}

/** Throws WRONG_USAGE for an embedder that nothing would come of. */
function checkEmbedder(kind: string, { embedder, from }: Flags): void {
  if (embedder === undefined) return;
  if (learnerOf(kind).learnsFrom === "texts")
    throw new TwinstreamError(
      "WRONG_USAGE",
      `${kind} learns from the texts, not from similarities; leave --embedder out`,
    );
  if (from === "tables")
    throw new TwinstreamError(
      "WRONG_USAGE",
      "the tables hold the similarities that were taken as events were scored; leave --embedder out, or train --from FILE",
    );
}

function checkRange({ since, until, from }: Flags): void {
  if (from !== "tables" && (since ?? until) !== undefined)
    throw new TwinstreamError(
      "WRONG_USAGE",
      "--since and --until choose rows of the tables; leave them out for a file",
    );
}

/** Options that are settings of some kinds only, and what the others are told. */
const namedSettings = {
  distance: "compares no two vectors by a distance",
  encoder: "builds on no sentence encoder",
  engine: "is trained by one engine only",
} as const;

function configOf(kind: string, flags: Flags): TrainingOrder["config"] {
  const names = Object.keys(namedSettings) as (keyof typeof namedSettings)[];
  const given = names.filter((name) => flags[name] !== undefined);
  const strange = given.find((name) => !hasSetting(kind, name));
  if (strange !== undefined)
    throw new TwinstreamError("WRONG_USAGE", `${kind} ${namedSettings[strange]}; leave --${strange} out`);
  return { ...readSettings(kind, flags.set), ...Object.fromEntries(given.map((name) => [name, flags[name]])) };
}

async function carryOut<Outcome>(
  start: (order: TrainingOrder, watcher: TrainingWatcher, signal: AbortSignal) => Promise<Outcome>,
  order: TrainingOrder,
  signal: AbortSignal,
): Promise<Outcome> {
  const bar = progressBar(`training ${order.kind}`);
  try {
    const watcher = {
      progress: ({ share, doing }: { share: number; doing: string }) => bar.show(share, doing),
      learned: () => {},
      notice: printNote,
      rowError: tellRowErrors(),
    };
    return await start(order, watcher, signal);
  } finally {
    bar.end();
  }
}

async function ablate(order: TrainingOrder, { json, report }: Flags): Promise<void> {
  const table = await untilInterrupted((signal) => carryOut(startAblation, order, signal));
  const texts = { html: ablationHtml(table), markdown: ablationMarkdown(table) };
  const files = report === undefined ? [] : await writeReport(report, "ablation", texts);
  const ended = files.length === 0 ? "" : `\nthe report: ${files.join(", ")}`;
  printResult(json, { ...table, files }, () => `${ablationText(table)}${ended}`);
}

/** Adds the model to the store, and promotes it where it is to be. */
async function keep(completed: Completed, flags: Flags, opened: OpenedData): Promise<void> {
  const kept = await keepCompleted(completed, opened.models, systemClock);
  const promoted = await promoteNew(kept.reference, flags, opened);
  const isChampion = promoted?.isPromoted === true;
  printResult(flags.json, { ...kept, isChampion, ...(promoted && { checks: promoted.checks }) }, () =>
    report(kept, promoted),
  );
  if (promoted?.isPromoted === false) process.exitCode = 1;
}

/** The first model of a data folder is promoted unasked. */
async function promoteNew(model: string, flags: Flags, { log, models }: OpenedData): Promise<Promoted | undefined> {
  const time = systemClock.now();
  const first = await promoteFirst(log, models, { model, time, reason: "the first model" });
  if (first !== undefined || flags.promote !== true) return first;
  return promoteModel(log, models, { model, time, reason: "promoted after training" });
}

function report(manifest: Manifest, promoted: Promoted | undefined): string {
  const { metrics, data, reference, learningCurve = [] } = manifest;
  const { searches } = metrics.test;
  return [
    `${reference}: ${number(data.rows)} rows, ${number(data.queries)} queries, split by ${data.split}, ${number(manifest.trainingMs / 1000, 2)} s`,
    ...(learningCurve.length > 0 ? [curveText(learningCurve)] : []),
    qualityTable(metrics),
    ...(searches < fewestSearches ? [fewText(searches)] : []),
    ...(promoted?.isPromoted === false ? [checksText(promoted.checks)] : []),
    nextStep(reference, promoted),
  ].join("\n");
}

function fewText(searches: number): string {
  const tested = searches === 1 ? "1 search" : `${searches} searches`;
  return `tested on ${tested}: too few to tell how good it is, or whether another model is better (${fewestSearches} are needed); train on more rows`;
}

function nextStep(reference: string, promoted: Promoted | undefined): string {
  if (promoted === undefined) return `to let it score: twinstream models promote ${reference}`;
  if (promoted.isPromoted) return `${reference} is the champion`;
  return `${reference} is kept, but not promoted; all the same: twinstream models promote ${reference} --force REASON`;
}
