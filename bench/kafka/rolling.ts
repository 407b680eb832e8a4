import { join } from "node:path";
import { number, textTable } from "../../app/terminal/output.ts";
import { systemClock } from "../../connectors/clock.ts";
import { Crew, KafkaInput, startWorker } from "../support/kafka-crew.ts";
import { OwnerWatch } from "../support/kafka-owners.ts";
import { rejoiningMs } from "../support/kafka-rejoining.ts";
import { kafkaAccount, kafkaFaults } from "../support/kafka-rounds.ts";
import { type Stall, stallsOf } from "../support/kafka-stalls.ts";
import { startKafka } from "../support/servers/kafka-broker.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { percentile } from "./percentile.ts";

const partitions = 12;
const workers = ["stages", "stages", "stages", "stages"] as const;
const followed = [
  { topic: "searches", group: "tokenize" },
  { topic: "labels", group: "tokenize" },
] as const;
/** Three hundred inputs a second. */
const feeding = { inputs: 30, everyMs: 100 } as const;
/** What comes while programs are compiled is not looked at. */
const warmMs = 15_000;
const steadyMs = 10_000;
const settledMs = 2_000;
const rejoiningRounds = 5;

/** A time, and what happened in it. */
interface Phase {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** The partitions that changed hands in it. */
  readonly moved: ReadonlySet<string>;
}

/**
 * Four workers share twelve partitions of searches and of labels under a steady load. Each in turn gets SIGTERM, ends in order and is replaced.
 * Says of the partitions that moved and of those that did not for how long at most their entries waited without a score being written, beside
 * what the protocol takes with nothing to do. Throws when anything is lost or doubled.
 */
export async function rollingBench(): Promise<void> {
  const kafka = await startKafka();
  try {
    const address = `kafka://${kafka.brokers[0]}?prefix=rolling.`;
    await inTemporaryFolder((folder) => rolling(address, folder));
  } finally {
    await kafka.stop();
  }
}

async function rolling(address: string, folder: string): Promise<void> {
  const data = join(folder, "data");
  const input = await KafkaInput.open(address, data, partitions);
  const crew = new Crew(workers, (role) => startWorker(address, data, true, role));
  const owners = new OwnerWatch(address, followed);
  try {
    await owners.shared(workers.length);
    const over = new AbortController();
    const load = feedSteadily(input, over.signal);
    const phases = await Promise.race([restartAll(crew, owners), load.then(() => [])]);
    over.abort();
    await load;
    await crew.end();
    await record(input, address, data);
    const protocol = await rejoiningMs(address, partitions, rejoiningRounds);
    const rows = [...phaseRows(phases, await stallsOf(input.log)), ["the protocol alone", ...cells(protocol)]];
    process.stdout.write(`${textTable([head, ...rows])}\n`);
    const faults = kafkaFaults(await kafkaAccount(input, data, true));
    if (faults.length > 0) throw new Error(faults.join("\n"));
  } finally {
    await owners.close();
    await crew.abandon();
    await input.log.close();
  }
}

async function feedSteadily(input: KafkaInput, signal: AbortSignal): Promise<void> {
  for (let due = systemClock.now(); !signal.aborted; due += feeding.everyMs) {
    await input.feed(feeding.inputs);
    await systemClock.wait(Math.max(0, due + feeding.everyMs - systemClock.now()));
  }
}

/** Restarts one worker after the other; each step lasts until the next begins. In the end a while without, when all programs are compiled. */
async function restartAll(crew: Crew, owners: OwnerWatch): Promise<readonly Phase[]> {
  await systemClock.wait(warmMs);
  const phases: Phase[] = [];
  for (const step of workers.keys()) {
    const restart = async () => {
      await crew.restart(crew.worker("stages", step));
      await owners.shared(workers.length);
      await systemClock.wait(settledMs);
    };
    phases.push(await phase(`restart ${step + 1}`, owners, restart));
  }
  return [await phase("no restart", owners, () => systemClock.wait(steadyMs)), ...phases];
}

async function phase(name: string, owners: OwnerWatch, happens: () => Promise<void>): Promise<Phase> {
  const from = systemClock.now();
  await happens();
  const to = systemClock.now();
  process.stderr.write(`${name}: ${number(to - from)} ms\n`);
  return { name, from, to, moved: owners.moved(from, to) };
}

/** Has everything recorded, so that it can be accounted for. */
async function record(input: KafkaInput, address: string, data: string): Promise<void> {
  const crew = new Crew(["stages", "record"], (role) => startWorker(address, data, true, role));
  try {
    await input.drained(() => crew.check());
    await crew.end();
  } finally {
    await crew.abandon();
  }
}

const head = ["longest wait for a score, ms", "partitions", "p50", "p90", "max"];

function phaseRows(phases: readonly Phase[], stalls: readonly Stall[]): string[][] {
  return phases.flatMap(({ name, from, to, moved }) => {
    const longest = new Map<string, number>();
    for (const stall of stalls) {
      if (stall.to <= from || stall.to > to) continue;
      longest.set(stall.place, Math.max(longest.get(stall.place) ?? 0, stall.to - stall.from));
    }
    const of = (isMoved: boolean) => [...longest].filter(([place]) => moved.has(place) === isMoved).map(([, ms]) => ms);
    return [
      [`${name}, not moved`, ...cells(of(false))],
      ...(moved.size > 0 ? [[`${name}, moved`, ...cells(of(true))]] : []),
    ];
  });
}

function cells(ms: readonly number[]): string[] {
  const shares =
    ms.length === 0 ? ["", "", ""] : [0.5, 0.9, 1].map((share) => number(percentile(Float64Array.from(ms), share)));
  return [number(ms.length), ...shares];
}
