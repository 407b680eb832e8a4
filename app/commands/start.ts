import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { createDemoShop, type DemoShop } from "../../connectors/demo/demo-shop.ts";
import { writeDatabaseFile } from "../../connectors/duckdb/views.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { feed } from "../../pipelines/feed.ts";
import { releasedModel, releaseModel } from "../../pipelines/live-models.ts";
import { pace } from "../../pipelines/replay/pace.ts";
import { materialOfEvents } from "../../pipelines/training/material.ts";
import { trainModel } from "../../pipelines/training/train.ts";
import { type OpenedData, withDataFolder } from "../data.ts";

import { addImportOptions, type ImportFlags, openImport, summaryText } from "../import-options.ts";
import { positiveNumber, wholeNumber } from "../options.ts";
import { addPipelineOptions, type PipelineFlags, pipelineSettings } from "../pipeline-options.ts";
import { runSession } from "../session.ts";
import { number, printNote } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";
import { viewFor } from "../terminal/views.ts";

interface Flags extends PipelineFlags, ImportFlags {
  readonly input?: string;
  readonly rate: number;
  readonly searches?: number;
  readonly seed: number;
  readonly products: number;
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
    .addHelpText("after", "\nExample: twinstream start --rate 200");
  return addPipelineOptions(addImportOptions(command)).action((flags: Flags) => start(flags));
}

async function start(flags: Flags): Promise<void> {
  const shop = flags.input === undefined ? createDemoShop(flags) : undefined;
  await withDataFolder(flags.data, (opened) => prepare(opened, shop));
  await runSession({
    settings: pipelineSettings(flags),
    workers: flags.workers,
    drain: flags.searches !== undefined,
    view: viewFor(flags.quiet === true),
    feed: (log, _models, signal) =>
      shop === undefined ? feedFile(log, flags, signal) : feedShop(log, shop, flags, signal),
  });
}

/** Before the first run: a first model from the demo shop, and the views for other programs. */
async function prepare(opened: OpenedData, shop: DemoShop | undefined): Promise<void> {
  await writeDatabaseFile(opened.folder.databaseFile, opened.folder.tables);
  if ((await releasedModel(opened.log, "champion")) !== undefined) return;
  if (shop === undefined)
    printNote("no model yet, so every score is 2.5; train one: twinstream train ridge --from FILE --preset NAME");
  else await trainFirst(opened, shop);
}

async function trainFirst({ log, models }: OpenedData, shop: DemoShop): Promise<void> {
  const bar = progressBar("training ridge on the demo shop");
  const plan = {
    kind: "ridge",
    from: "demo",
    split: "queries" as const,
    seed: 1,
    config: {},
    signal: new AbortController().signal,
  };
  const progress = ({ share, doing }: { share: number; doing: string }) => bar.show(share, doing);
  progress({ share: 0, doing: "judging searches" });
  const events = [...shop.judgedQueries(judgedForTraining)];
  const material = await materialOfEvents(events, plan, (share) => progress({ share, doing: "computing features" }));
  const { manifest, files } = await trainModel(material, { ...plan, progress }, systemClock);
  const reference = await models.add(manifest, files);
  await releaseModel(log, models, {
    model: reference,
    time: systemClock.now(),
    reason: "the first model, trained on the demo shop",
  });
  bar.end();
  const { rmse, pairs } = manifest.metrics.test;
  printNote(
    `trained ${reference} on the demo shop: RMSE ${number(rmse, 4)} on ${number(pairs)} pairs of queries it never saw`,
  );
}

async function feedShop(log: EventLog, shop: DemoShop, { rate, searches }: Flags, signal: AbortSignal): Promise<void> {
  const options = { clock: systemClock, signal, maxBacklog };
  const products = [...shop.catalog()].map((event) => ({ topic: "catalog" as const, event }));
  await feed(log, inBatches(products, 1000), options);
  const events = shop.events({
    from: systemClock.now(),
    perSecond: rate,
    ...(searches !== undefined && { count: searches }),
  });
  await feed(log, pace(inBatches(events, 20), 1, systemClock, signal), options);
}

async function feedFile(log: EventLog, flags: Flags, signal: AbortSignal): Promise<void> {
  const file = openImport(flags.input!, flags);
  await feed(log, file, { clock: systemClock, signal, maxBacklog });
  printNote(summaryText(file.summary));
}
