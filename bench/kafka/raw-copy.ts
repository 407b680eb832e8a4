/**
 * A process that copies records from one topic to another with kafkajs alone, exactly once: consume, transform, produce, one transactional id per
 * partition. What is left out of what our connector does: looking for the committed offset, rebalances, errors. It is the limit that the pipeline is measured by.
 */
import { performance } from "node:perf_hooks";
import kafkajs, { type EachBatchPayload, type Producer } from "kafkajs";
import { aborted } from "../../pipelines/run.ts";

/** What is copied: all `records` of the topic `from`, each with one byte changed. */
export interface CopyOrder {
  readonly broker: string;
  readonly from: string;
  readonly to: string;
  readonly records: number;
}

const recordsPerTransaction = 1_000;

const { broker, from, to, records } = JSON.parse(process.argv[2]!) as CopyOrder;
const group = `${from}-copy`;
const kafka = new kafkajs.Kafka({ brokers: [broker], logLevel: kafkajs.logLevel.NOTHING });
const producers = new Map<number, Producer>();
const done = new AbortController();
let copied = 0;
let began: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined;

const consumer = kafka.consumer({
  groupId: group,
  maxBytesPerPartition: 8 * 2 ** 20,
  maxBytes: 16 * 2 ** 20,
  maxWaitTimeInMs: 500,
});
await consumer.connect();
await consumer.subscribe({ topic: from, fromBeginning: true });
await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, partitionsConsumedConcurrently: 4, eachBatch });
await aborted(done.signal);
tell();
await consumer.disconnect();
for (const producer of producers.values()) await producer.disconnect();

async function eachBatch({ batch, resolveOffset, heartbeat }: EachBatchPayload): Promise<void> {
  began ??= { at: performance.now(), cpu: process.cpuUsage() };
  const { partition, messages } = batch;
  const producer = producers.get(partition) ?? (await connect(partition));
  for (let first = 0; first < messages.length; first += recordsPerTransaction) {
    const some = messages.slice(first, first + recordsPerTransaction);
    const last = some.at(-1)!.offset;
    const offset = String(Number(last) + 1);
    const transaction = await producer.transaction();
    await transaction.send({ topic: to, messages: some.map(({ value }) => ({ value: changed(value!) })) });
    await transaction.sendOffsets({
      consumerGroupId: group,
      topics: [{ topic: from, partitions: [{ partition, offset }] }],
    });
    await transaction.commit();
    resolveOffset(last);
    await heartbeat();
    copied += some.length;
  }
  if (copied >= records) done.abort();
}

async function connect(partition: number): Promise<Producer> {
  const producer = kafka.producer({
    transactionalId: `${group}-${partition}`,
    idempotent: true,
    maxInFlightRequests: 1,
    // With the waits of kafkajs itself, 300 ms at first, each commit takes as long.
    retry: { initialRetryTime: 5, factor: 0, multiplier: 1.2, retries: 50 },
  });
  producers.set(partition, producer);
  await producer.connect();
  return producer;
}

function changed(value: Buffer): Buffer {
  const copy = Buffer.from(value);
  copy[0] = (copy[0]! + 1) % 256;
  return copy;
}

function tell(): void {
  const { user, system } = process.cpuUsage(began!.cpu);
  const seconds = (performance.now() - began!.at) / 1000;
  process.stdout.write(`${JSON.stringify({ records: copied, seconds, cpuSeconds: (user + system) / 1e6 })}\n`);
}
