import { Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { createDemoShop, type DemoShop } from "../../connectors/demo/demo-shop.ts";
import { writeText } from "../../connectors/files/write-rows.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { type FedEvent, feed } from "../../pipelines/feed.ts";
import { withDataFolder } from "../data.ts";
import { dataOption, jsonOption, logOption, wholeNumber } from "../options.ts";
import { number, printResult } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly output?: string;
  readonly seed: number;
  readonly products: number;
  readonly searches: number;
  readonly from: number;
  readonly json?: true;
}

/** `twinstream generate`: the events of the demo shop, into the log or into a file. */
export function generateCommand(): Command {
  return new Command("generate")
    .description(
      "Makes a demo shop: its catalog, searches, clicks, carts, orders and grades. Equal seeds make equal shops.",
    )
    .option("--output <file>", "JSON lines instead of the log; `replay FILE --preset events` reads them")
    .addOption(new Option("--seed <n>", "seed of the shop").argParser(wholeNumber(0)).default(1))
    .addOption(new Option("--products <n>", "products in the catalog").argParser(wholeNumber(1)).default(20_000))
    .addOption(new Option("--searches <n>", "searches to make").argParser(wholeNumber(0)).default(10_000))
    .addOption(
      new Option("--from <time>", "when the first search happens")
        .argParser(parseDate)
        .default(Date.UTC(2024, 0, 1), "2024-01-01"),
    )
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream generate --seed 7 --searches 50000 --output shop.jsonl")
    .action((flags: Flags) => generate(flags));
}

function parseDate(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidArgumentError("give a date such as 2024-01-01");
  return time;
}

async function generate(flags: Flags): Promise<void> {
  const events = eventsOf(createDemoShop(flags), flags);
  if (flags.output === undefined) await intoLog(events, flags);
  else await intoFile(events, flags.output, flags);
}

function* eventsOf(shop: DemoShop, { from, searches }: Flags): Generator<FedEvent> {
  for (const event of shop.catalog()) yield { topic: "catalog", event };
  if (searches > 0) yield* shop.events({ from, count: searches });
}

async function intoLog(events: Iterable<FedEvent>, { data, log: where, json }: Flags): Promise<void> {
  const options = { clock: systemClock, signal: new AbortController().signal, maxBacklog: Number.POSITIVE_INFINITY };
  const fed = await withDataFolder({ data, log: where }, ({ log }) => feed(log, inBatches(events, 1000), options));
  printResult(
    json,
    fed,
    () => `${number(fed.appended)} events appended to the log, ${number(fed.skipped)} were there already`,
  );
}

async function intoFile(events: Iterable<FedEvent>, output: string, { json }: Flags): Promise<void> {
  let written = 0;
  const lines = async function* () {
    for await (const batch of inBatches(events, 1000)) {
      written += batch.length;
      yield batch.map((event) => `${JSON.stringify(event)}\n`).join("");
    }
  };
  await writeText(output, lines());
  printResult(json, { written, output }, () => `${number(written)} events written to ${output}`);
}
