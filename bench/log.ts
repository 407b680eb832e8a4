import { performance } from "node:perf_hooks";
import { open } from "lmdb";
import { number, textTable } from "../app/terminal/output.ts";
import { openEmbeddedLog } from "../connectors/embedded/embedded-log.ts";
import type { EventLog } from "../connectors/event-log.ts";
import { topics } from "../schemas/topics.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const recordBytes = 200;
const records = 200_000;
const rounds = 3;

/** Appends and reads of the embedded log, each append synced, beside bare LMDB that puts the same bytes with the same syncs. */
export async function logBench(): Promise<void> {
  const rows = [
    await compare(
      "append, batches of 1,000",
      "80-130 k",
      (log) => appendRate(log, 1_000),
      () => bareAppendRate(1_000),
    ),
    await compare(
      "append, batches of 10,000",
      "340-430 k",
      (log) => appendRate(log, 10_000),
      () => bareAppendRate(10_000),
    ),
    await compare("read", "700-900 k", readRate, bareReadRate),
  ];
  const head = [`${recordBytes} B records/s`, "embedded log", "bare lmdb", "ratio", "in the design"];
  process.stdout.write(`${textTable([head, ...rows])}\nmedians of ${rounds} rounds of ${number(records)} records\n`);
}

async function compare(
  what: string,
  design: string,
  ours: (log: EventLog) => Promise<number>,
  peer: () => Promise<number>,
): Promise<readonly string[]> {
  const rates: number[] = [];
  const peers: number[] = [];
  for (let round = 0; round < rounds; round++) {
    rates.push(await inTemporaryLog(ours));
    peers.push(await peer());
  }
  const [rate, peerRate] = [median(rates), median(peers)];
  return [what, number(rate), number(peerRate), number(rate / peerRate, 2), design];
}

async function inTemporaryLog(measure: (log: EventLog) => Promise<number>): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    const log = await openEmbeddedLog({ folder, partitions: 4 });
    await log.createTopics(topics);
    try {
      return await measure(log);
    } finally {
      await log.close();
    }
  });
}

async function appendRate(log: EventLog, batch: number): Promise<number> {
  const began = performance.now();
  for (let first = 0; first < records; first += batch) await log.append(writes(batch));
  return perSecond(records, began);
}

async function readRate(log: EventLog): Promise<number> {
  for (let first = 0; first < records; first += 10_000) await log.append(writes(10_000));
  const began = performance.now();
  let read = 0;
  for await (const entries of log.read("searches")) read += entries.length;
  if (read !== records) throw new Error(`read ${read} of ${records}`);
  return perSecond(read, began);
}

function writes(count: number) {
  return Array.from({ length: count }, () => ({ topic: "searches", key: null, value: new Uint8Array(recordBytes) }));
}

async function bareAppendRate(batch: number): Promise<number> {
  return inTemporaryFolder(async (path) => {
    const database = open({ path, encoding: "binary", overlappingSync: false });
    const began = performance.now();
    for (let first = 0; first < records; first += batch) {
      database.transactionSync(() => putRange(database, first, batch));
    }
    const rate = perSecond(records, began);
    await database.close();
    return rate;
  });
}

async function bareReadRate(): Promise<number> {
  return inTemporaryFolder(async (path) => {
    const database = open({ path, encoding: "binary", overlappingSync: false });
    database.transactionSync(() => putRange(database, 0, records));
    const began = performance.now();
    let read = 0;
    for (const { value } of database.getRange()) read += value.length > 0 ? 1 : 0;
    const rate = perSecond(read, began);
    await database.close();
    return rate;
  });
}

function putRange(database: ReturnType<typeof open>, first: number, count: number): void {
  for (let i = 0; i < count; i++) database.putSync(first + i, Buffer.alloc(recordBytes));
}

function perSecond(count: number, began: number): number {
  return (count * 1000) / (performance.now() - began);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
