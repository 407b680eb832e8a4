import { existsSync } from "node:fs";
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { number, textTable } from "../../app/terminal/output.ts";
import { batchesByLength } from "../../models/net/batch-order.ts";
import { compileServing } from "../../models/net/compile-serving.ts";
import { padSequences } from "../../models/net/pack-sequences.ts";
import { openSession, type Session } from "../../models/net/session.ts";
import { newState, weightsOf } from "../../models/net/training-state.ts";
import { openTrainingStep } from "../../models/net/training-step.ts";
import { homeDepotFile, skipText } from "../home-depot.ts";
import { machine, median } from "./contest.ts";
import { wordNet } from "./word-net.ts";
import { readWordPairs, type WordPairs } from "./word-pairs.ts";

/** Serving the word LSTM on one thread: pairs a second in batches of 256 by length, and the time for a pair alone. */
export async function servingBench(): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const pairs = await readWordPairs();
  const rows = [];
  for (const isBidirectional of [false, true]) rows.push(await figuresOf(pairs, isBidirectional));
  const head = ["serving, one thread", "pairs/s at 256", "by cpu time", "ms for one pair", "95 of 100"];
  const load = `load ${number(loadavg()[0]!, 1)}`;
  process.stdout.write(`${textTable([head, ...rows])}\nwanted: 45,000 and 0.1; ${machine()}; ${load}\n`);
}

async function figuresOf(pairs: WordPairs, isBidirectional: boolean): Promise<readonly string[]> {
  const net = wordNet(pairs.words, isBidirectional, 1);
  const { plan, close } = await openTrainingStep(net);
  await close();
  const session = await openSession(compileServing(net, weightsOf(plan, newState(plan, 1))));
  const used = process.cpuUsage();
  const many = await serve(session, pairs, batches(pairs, 256, 40));
  const { user, system } = process.cpuUsage(used);
  const alone = await serve(session, pairs, batches(pairs, 1, 1000));
  await session.close();
  const sorted = alone.toSorted((a, b) => a - b);
  return [
    isBidirectional ? "word BiLSTM" : "word LSTM",
    number((256 / median(many)) * 1000),
    number((passes * 40 * 256 * 1e6) / (user + system)),
    number(median(alone), 3),
    number(sorted[Math.floor(sorted.length * 0.95)]!, 3),
  ];
}

const passes = 4;

/** Milliseconds of each batch, padding included; the first pass warms up. */
async function serve(session: Session, pairs: WordPairs, rows: readonly Int32Array[]): Promise<number[]> {
  const times: number[] = [];
  for (let pass = 0; pass < passes; pass++) {
    for (const batch of rows) {
      const began = performance.now();
      const query = Array.from(batch, (row) => pairs.query[row]!);
      const product = Array.from(batch, (row) => pairs.product[row]!);
      await session.run(padSequences({ query, product }));
      if (pass > 0) times.push(performance.now() - began);
    }
  }
  return times;
}

/** Some batches of full size from all over the lengths. */
function batches({ query, product }: WordPairs, size: number, count: number): readonly Int32Array[] {
  const all = batchesByLength(query.length, (row) => [product[row]!.length, query[row]!.length], size);
  const apart = (all.length - 1) / count;
  return Array.from({ length: count }, (_, place) => all[Math.floor(place * apart)]!);
}
