import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { learners } from "../../models/learners.ts";
import type { Progress } from "../../models/model.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import { interrupted, type Rung, runLadder, versionOf } from "../../pipelines/training/ladder.ts";
import { hasSetting } from "../../pipelines/training/learner-settings.ts";
import { type Material, materialOfEvents, type SplitPlan } from "../../pipelines/training/material.ts";
import { materialOfTables } from "../../pipelines/training/material-of-tables.ts";
import { modelSize } from "../../pipelines/training/model-size.ts";
import { learnerOf } from "../../pipelines/training/train.ts";
import { keepCompleted, trainFrom } from "../../pipelines/training/training-order.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import { type Manifest, type SplitBy, splitChoices } from "../../schemas/manifest.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, openImport, requireRows } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { commaList, dataOption, jsonOption, logOption, tablesOption, wholeNumber } from "../options.ts";
import { ladderHtml } from "../report/ladder-html.ts";
import { ladderMarkdown } from "../report/ladder-markdown.ts";
import { bestRung, isTrained, isWhole, type LadderPart, type LadderReport } from "../report/ladder-report.ts";
import { ladderText } from "../report/ladder-text.ts";
import { writeReport } from "../report/write-report.ts";
import { noteDamaged, number, printNote, printResult } from "../terminal/output.ts";
import { type ProgressBar, progressBar } from "../terminal/progress.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly log: string;
  readonly from: string;
  readonly tables?: string;
  readonly split: SplitBy | "each";
  readonly seed: number;
  readonly report?: string;
  readonly only: readonly string[];
  readonly encoder?: string;
  readonly fresh?: true;
  readonly json?: true;
}

const kinds = Object.keys(learners);

/** What the trainings of one ladder share. */
interface Climb extends OpenedData {
  readonly flags: Flags;
  readonly bar: ProgressBar;
  readonly signal: AbortSignal;
}

/** `twinstream train ladder`: a version of every kind of model on the same rows, and a report that sets them side by side. */
export function ladderCommand(): Command {
  const command = new Command("ladder")
    .description(
      "Trains every kind of model on the same rows, one after the other, and writes a report. Ctrl-C ends it in order; the same command goes on with what is left.",
    )
    .option("--from <file>", "a file of judged rows, or `tables` for what was recorded", "tables")
    .addOption(
      new Option(
        "--split <by>",
        "hold back single rows, whole queries that training then never sees, both at once, or each: rows, then queries",
      )
        .choices([...splitChoices, "each"])
        .default("queries"),
    )
    .addOption(new Option("--seed <n>", "seed of split and training").argParser(wholeNumber(0)).default(1))
    .option(
      "--report <dir>",
      "where ladder.html and ladder.md go; an earlier report is kept there as ladder-1.html (default: `ladder` in the data folder)",
    )
    .addOption(
      new Option("--only <models>", "some kinds of model: mean,ridge,...").argParser(parseKinds).default(kinds, "all"),
    )
    .option("--encoder <source>", "the sentence encoder of siamese-encoder: a folder, or a name on the hub")
    .option("--fresh", "train every kind again, also those whose version would come out the same")
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExample: twinstream train ladder --from train.csv --preset home-depot --split each --report report",
    );
  return addImportOptions(command).action(async (flags: Flags) => {
    refuseEarlyOptions(command.parent, "ladder");
    await requireRows(flags);
    await untilInterrupted((signal) => withDataFolder(flags, (opened) => climb(flags, opened, signal)));
  });
}

function parseKinds(text: string): readonly string[] {
  const chosen = commaList(text);
  const unknown = chosen.find((kind) => !kinds.includes(kind));
  if (unknown !== undefined || chosen.length === 0)
    throw new InvalidArgumentError(
      `${unknown === undefined ? "give some" : `there is no "${unknown}"`}; choose of ${kinds.join(", ")}`,
    );
  return kinds.filter((kind) => chosen.includes(kind));
}

/** Options before a word such as `ladder` would be those of training a single model, and lost without notice. */
export function refuseEarlyOptions(train: Command | null, word: string): void {
  const early = train?.options.find((option) => train.getOptionValueSource(option.attributeName()) === "cli");
  if (early?.long) throw new TwinstreamError("WRONG_USAGE", `put ${early.long} after the word "${word}"`);
}

async function climb(flags: Flags, opened: OpenedData, signal: AbortSignal): Promise<void> {
  const bar = progressBar("training");
  try {
    const parts = await climbParts({ ...opened, flags, bar, signal });
    bar.end();
    const report = await reportOf(parts, flags, opened);
    const texts = { html: ladderHtml(report), markdown: ladderMarkdown(report) };
    const files = await writeReport(flags.report ?? join(opened.folder.path, "ladder"), "ladder", texts);
    printResult(flags.json, { ...report, isWhole: isWhole(report), files }, () => endText(report, files));
  } finally {
    bar.end();
  }
}

/** One material at a time, as each holds all rows. */
async function climbParts(climb: Climb): Promise<readonly LadderPart[]> {
  const { flags, bar, signal } = climb;
  const splits = flags.split === "each" ? (["rows", "queries"] as const) : [flags.split];
  bar.show(0, "reading the rows");
  const rows = await rowsOf(climb);
  const parts: LadderPart[] = [];
  for (const split of splits) {
    const plan = { split, seed: flags.seed };
    const rungs = signal.aborted
      ? unreached(flags)
      : await climbPart(await materialFor(plan, rows, climb), plan, climb);
    parts.push({ split, rungs });
  }
  return parts;
}

function unreached({ only }: Flags): readonly Rung[] {
  return only.map((kind) => ({ kind, reason: interrupted }));
}

/** The rows of a ladder: judged events, or the folder of tables that hold them. */
type Rows = readonly LabelledEvent[] | string;

/** Looked for once, so that every part learns from the same. */
async function rowsOf({ flags, folder }: Climb): Promise<Rows> {
  if (flags.from === "tables") return tablesToRead(folder, flags.tables);
  return judgedEventsOf(openImport(flags.from, flags), printNote);
}

function materialFor(plan: SplitPlan, rows: Rows, { bar, models }: Climb): Promise<Material> {
  if (typeof rows === "string") return materialOfTables(rows, models, plan, noteDamaged);
  return materialOfEvents(rows, plan, (share) => bar.show(share, "computing features"));
}

async function climbPart(material: Material, plan: SplitPlan, climb: Climb): Promise<readonly Rung[]> {
  const { flags, signal, models } = climb;
  const versions = flags.fresh ? [] : await models.list(noteDamaged);
  return runLadder({
    kinds: flags.only,
    signal,
    find: (kind) => versionOf(learnerOf(kind), configOf(kind, flags), material, plan, versions),
    train: (kind) => train(kind, material, plan, climb),
    reached: (rung) => printNote(noteOf(rung, plan)),
  });
}

/** What differs from the defaults of a kind. */
function configOf(kind: string, { encoder }: Flags): Readonly<Record<string, unknown>> {
  return encoder !== undefined && hasSetting(kind, "encoder") ? { encoder } : {};
}

async function train(kind: string, material: Material, { split, seed }: SplitPlan, climb: Climb): Promise<Manifest> {
  const { flags, bar, signal, models, folder, log } = climb;
  const watcher = {
    progress: ({ share, doing }: Progress) => bar.show(share, `${kind}, split by ${split}: ${doing}`),
    learned: () => {},
    notice: printNote,
  };
  const config = configOf(kind, flags);
  const { champion: parent } = await releasedRoles(log);
  const order = { kind, config, from: flags.from, split, seed, isFresh: flags.fresh === true, parent };
  const place = { folder: folder.training, watcher, signal, clock: systemClock };
  const completed = await trainFrom(material, order, place);
  signal.throwIfAborted();
  return keepCompleted(completed, models, systemClock);
}

function noteOf(rung: Rung, { split }: SplitPlan): string {
  if (!isTrained(rung)) return `${rung.kind}, split by ${split}: ${rung.reason}`;
  const { reference, trainingMs, metrics } = rung.manifest;
  const how = rung.isFound ? "was there already" : `${number(trainingMs / 1000, 1)} s`;
  return `${reference}, split by ${split}: validation RMSE ${number(metrics.validation.rmse, 4)}, ${how}`;
}

async function reportOf(
  parts: readonly LadderPart[],
  { from, seed, preset }: Flags,
  { models }: OpenedData,
): Promise<LadderReport> {
  const sizes: Record<string, number> = {};
  for (const { manifest } of parts.flatMap(({ rungs }) => rungs).filter(isTrained)) {
    const { reference, sizeBytes } = manifest;
    sizes[reference] = sizeBytes ?? modelSize(await models.files(reference));
  }
  return { from, seed, parts, sizes, isPublishedData: preset === "home-depot" };
}

function endText(report: LadderReport, files: readonly string[]): string {
  const last = report.parts.at(-1);
  const best = last && bestRung(last)?.manifest.reference;
  return [
    ladderText(report),
    "",
    `the report: ${files.join(", ")}`,
    ...(isWhole(report) ? [] : ["interrupted; the same command goes on with what is left"]),
    ...(best === undefined
      ? []
      : [
          `best on the validation rows, split by ${last!.split}: ${best}; to let it score: twinstream models promote ${best}`,
        ]),
  ].join("\n");
}
