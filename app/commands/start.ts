import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { createDemoShop, type DemoShop } from "../../connectors/demo/demo-shop.ts";
import { writeDatabaseFile } from "../../connectors/duckdb/views.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { type FedEvent, feed } from "../../pipelines/feed.ts";
import type { Pipeline } from "../../pipelines/pipeline.ts";
import { promoteFirst } from "../../pipelines/registry/promote.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import type { FileImport } from "../../pipelines/replay/import-file.ts";
import { pace } from "../../pipelines/replay/pace.ts";
import { materialOfEvents } from "../../pipelines/training/material.ts";
import { trainModel, unattended } from "../../pipelines/training/train.ts";
import { type ApiFlags, addApiOptions, whileServingApi } from "../api-options.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, openImport, requireFile, summaryText } from "../import-options.ts";
import { type Ending, untilInterrupted } from "../interrupt.ts";
import { jsonOption, positiveNumber, wholeNumber } from "../options.ts";
import { patience } from "../patience.ts";
import { addPipelineOptions, type PipelineFlags, pipelineSettings } from "../pipeline-options.ts";
import { runSession, type SessionOptions } from "../session.ts";
import { number, printNote, printResult } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";
import { viewFor } from "../terminal/views.ts";

interface Flags extends PipelineFlags, ImportFlags, ApiFlags {
  readonly input?: string;
  readonly rate: number;
  readonly searches?: number;
  readonly seed: number;
  readonly products: number;
  readonly json?: true;
}

const maxBacklog = 20_000;
const judgedForTraining = 2_000;

/** `twinstream start`: the main job, all stages on the embedded log, fed by the demo shop or by a file. */
export function startCommand(): Command {
  const command = new Command("start")
    .description(
      "The main job: all stages on the embedded log, fed by a demo shop, or by --input. Goes on until Ctrl-C.",
    )
    .option("--input <file>", "stream this file instead of the demo shop, then wait for more events")
    .addOption(new Option("--rate <n>", "searches a second of the demo shop").argParser(positiveNumber).default(50))
    .addOption(new Option("--searches <n>", "end after so many searches of the demo shop").argParser(wholeNumber(1)))
    .addOption(new Option("--seed <n>", "seed of the demo shop").argParser(wholeNumber(0)).default(1))
    .addOption(new Option("--products <n>", "products of the demo shop").argParser(wholeNumber(1)).default(20_000))
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream start --rate 200");
  return addApiOptions(addPipelineOptions(addImportOptions(command))).action((flags: Flags) => start(flags));
}

async function start(flags: Flags): Promise<void> {
  const settings = pipelineSettings(flags);
  const file = flags.input === undefined ? undefined : openImport(flags.input, flags);
  if (flags.input !== undefined) await requireFile(flags.input);
  const shop = file === undefined ? createDemoShop(flags) : undefined;
  await untilInterrupted(
    (signal, ending) =>
      whileServingApi(flags, (vitals) => stream(flags, { settings, file, shop, signal, ending, vitals })),
    patience,
  );
}

interface Streamed extends Pick<SessionOptions, "settings" | "signal" | "vitals"> {
  readonly ending: Ending;
  readonly file: FileImport | undefined;
  readonly shop: DemoShop | undefined;
}

async function stream(flags: Flags, { settings, file, shop, signal, ending, vitals }: Streamed): Promise<void> {
  ending.unfinished = () => ["training a first model"];
  await withDataFolder(flags, (opened) => prepare(opened, shop, flags, signal));
  if (signal.aborted) return;
  const stages = await runSession({
    settings,
    workers: flags.workers,
    drain: flags.searches !== undefined,
    signal,
    ending,
    vitals,
    view: await viewFor(flags.quiet === true || flags.json === true),
    feed: (into) => (shop === undefined ? feedFile(into, file!, signal) : feedShop(into, shop, flags, signal)),
  });
  if (flags.json) printResult(true, { stages }, () => "");
  if (signal.aborted) printNote("stopped; everything up to here is kept, and the next start goes on from it");
}

/** Before the first run: a first model from the demo shop, and the views for other programs where the tables are here. */
async function prepare(
  opened: OpenedData,
  shop: DemoShop | undefined,
  { tables }: Flags,
  signal: AbortSignal,
): Promise<void> {
  if (tables === undefined) await writeDatabaseFile(opened.folder.databaseFile, opened.folder.tables);
  const { champion } = await releasedRoles(opened.log);
  if (champion !== undefined) printNote(`going on with "${opened.folder.path}"; ${champion} scores`);
  else if (shop === undefined)
    printNote("no model yet, so every score is 2.5; train one: twinstream train ridge --from FILE --preset NAME");
  else await trainFirst(opened, shop, signal);
}

async function trainFirst({ folder, log, models }: OpenedData, shop: DemoShop, signal: AbortSignal): Promise<void> {
  printNote(`a new data folder "${folder.path}": training a first model on the demo shop`);
  const bar = progressBar("training ridge");
  const plan = { ...unattended, kind: "ridge", from: "demo", split: "both" as const, seed: 1 };
  const progress = ({ share, doing }: { share: number; doing: string }) => bar.show(share, doing);
  progress({ share: 0, doing: "judging searches" });
  const events = [...shop.judgedQueries(judgedForTraining)];
  const material = await materialOfEvents(events, plan, (share) => progress({ share, doing: "computing features" }));
  if (signal.aborted) return bar.end();
  const { manifest, files } = await trainModel(material, { ...plan, progress }, systemClock);
  const reference = await models.add(manifest, files);
  await promoteFirst(log, models, {
    model: reference,
    time: systemClock.now(),
    reason: "the first model, trained on the demo shop",
  });
  bar.end();
  const { rmse, pairs } = manifest.metrics.unseen ?? manifest.metrics.test;
  printNote(
    `trained ${reference} on the demo shop: RMSE ${number(rmse, 4)} on ${number(pairs)} pairs of queries it never saw`,
  );
}

type Fed = Pick<Pipeline, "log" | "traces">;

async function feedShop(
  { log, traces }: Fed,
  shop: DemoShop,
  { rate, searches }: Flags,
  signal: AbortSignal,
): Promise<void> {
  const options = { clock: systemClock, signal, maxBacklog, traces };
  const products = [...shop.catalog()].map((event) => ({ topic: "catalog" as const, event }));
  await feed(log, inBatches(products, 1000), options);
  const events = upToSearches(shop.events({ from: systemClock.now(), perSecond: rate }), searches);
  await feed(log, pace(inBatches(events, 20), 1, systemClock, signal), options);
}

/** Events until the last of so many searches; what visitors would do minutes later is not waited for. */
function* upToSearches(events: Iterable<FedEvent>, most = Number.POSITIVE_INFINITY): Generator<FedEvent> {
  let searches = 0;
  for (const event of events) {
    yield event;
    if (event.topic === "searches" && ++searches === most) return;
  }
}

async function feedFile({ log, traces }: Fed, file: FileImport, signal: AbortSignal): Promise<void> {
  await feed(log, file, { clock: systemClock, signal, maxBacklog, traces });
  printNote(summaryText(file.summary));
}
