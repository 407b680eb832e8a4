import { Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { type FedCount, feed } from "../../pipelines/feed.ts";
import type { Pipeline } from "../../pipelines/pipeline.ts";
import type { FileImport } from "../../pipelines/replay/import-file.ts";
import { pace } from "../../pipelines/replay/pace.ts";
import { addImportOptions, type ImportFlags, openImport, requireFile, summaryText } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { jsonOption } from "../options.ts";
import { patience } from "../patience.ts";
import { addPipelineOptions, type PipelineFlags, pipelineSettings } from "../pipeline-options.ts";
import { runSession } from "../session.ts";
import { number, printNote, printResult } from "../terminal/output.ts";
import { viewFor } from "../terminal/views.ts";

type Flags = PipelineFlags &
  ImportFlags & { readonly speed: "max" | number; readonly appendOnly: boolean; readonly json?: true };

const maxBacklog = 20_000;

/** `twinstream replay FILE`: a file's rows as events, through the stages to the end. */
export function replayCommand(): Command {
  const command = new Command("replay")
    .description("Reads a file into the log and runs it through the stages. Replaying a file again adds nothing twice.")
    .argument("<file>", "CSV, TSV, JSON lines, JSON or Parquet; plain, gzip or zip")
    .addOption(
      new Option("--speed <speed>", "max, or a multiple of the pace of the events' own times: 1x, 10x")
        .argParser(parseSpeed)
        .default("max"),
    )
    .option("--as-new", "give the events new ids, so that they are added once more")
    .option("--append-only", "leave the processing to other processes", false)
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream replay train.csv --preset home-depot --speed 10x");
  return addPipelineOptions(addImportOptions(command)).action(replay);
}

function parseSpeed(text: string): "max" | number {
  if (text === "max") return text;
  const speed = Number(/^(\d+(?:\.\d+)?)x$/.exec(text)?.[1]);
  if (!(speed > 0)) throw new InvalidArgumentError("give max, or a multiple such as 1x or 10x");
  return speed;
}

async function replay(path: string, flags: Flags): Promise<void> {
  const file = openImport(path, flags);
  const settings = { ...pipelineSettings(flags), ...(flags.appendOnly && { stages: [] }) };
  await requireFile(path);
  let fed: FedCount = { appended: 0, skipped: 0 };
  await untilInterrupted(async (signal, ending) => {
    const stages = await runSession({
      settings,
      workers: flags.appendOnly ? 0 : flags.workers,
      drain: true,
      signal,
      ending,
      view: await viewFor(flags.quiet === true || flags.json === true),
      feed: async (into) => {
        fed = await feedFile(into, file, flags, signal);
      },
    });
    if (signal.aborted) printNote("stopped before the end; the same command goes on from here");
    const { appended, skipped: known } = fed;
    const result = { ...file.summary, appended, known, isComplete: !signal.aborted, stages };
    printResult(flags.json, result, () => `${summaryText(file.summary)}\n${fedText(fed)}`);
  }, patience);
}

function fedText({ appended, skipped }: FedCount): string {
  const known = skipped === 0 ? "" : `, ${number(skipped)} were there already (--as-new adds them again)`;
  return `${number(appended)} events appended${known}`;
}

function feedFile(
  { log, traces }: Pick<Pipeline, "log" | "traces">,
  file: FileImport,
  flags: Flags,
  signal: AbortSignal,
): Promise<FedCount> {
  const paced = pace(file, flags.speed, systemClock, signal);
  return feed(log, paced, {
    clock: systemClock,
    signal,
    traces,
    maxBacklog: flags.appendOnly ? Number.POSITIVE_INFINITY : maxBacklog,
  });
}
