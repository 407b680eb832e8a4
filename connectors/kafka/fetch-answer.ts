import {
  Decoder,
  decodeRecordBatch,
  type FetchedMessage,
  type FetchedPartition,
  fetchAnswer,
} from "./kafkajs-inside.ts";

/** Bytes before the length-counted part of a batch, and where its other fields stand (Kafka protocol, record batch v2). */
const batchHeader = 12;
const at = { length: 8, magic: 16, attributes: 21, lastOffsetDelta: 23, producerId: 43, firstRecord: 61 } as const;
const transactional = 0x10;
const control = 0x20;

/**
 * Has every fetch of the process read by `decodeFetchAnswer`. What kafkajs 2.2.4 does itself shows records of aborted transactions
 * where several of a partition overlap, and stands still at a batch that compaction left empty.
 */
export function installFetchAnswer(): void {
  fetchAnswer.decode = decodeFetchAnswer;
}

/**
 * Reads the answer to a fetch, version 11. What may not be seen of a batch (all of it, where its transaction was aborted or it marks a
 * transaction's end) is replaced by one control record at the batch's last offset, so that readers always know how far they came.
 */
async function decodeFetchAnswer(bytes: Buffer): Promise<unknown> {
  const decoder = new Decoder(bytes);
  const clientSideThrottleTime = decoder.readInt32();
  const errorCode = decoder.readInt16();
  const sessionId = decoder.readInt32();
  const responses = await decoder.readArrayAsync(async (topic) => ({
    topicName: topic.readString(),
    partitions: await topic.readArrayAsync(decodePartition),
  }));
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function decodePartition(decoder: Decoder): Promise<FetchedPartition & Record<string, unknown>> {
  const head = {
    partition: decoder.readInt32(),
    errorCode: decoder.readInt16(),
    highWatermark: decoder.readInt64().toString(),
    lastStableOffset: decoder.readInt64().toString(),
    lastStartOffset: decoder.readInt64().toString(),
  };
  const aborted = decoder.readArray(() => ({ producerId: decoder.readInt64(), firstOffset: decoder.readInt64() }));
  const preferredReadReplica = decoder.readInt32();
  const length = decoder.readInt32();
  const messages = length > 0 ? await visible(decoder.readBytes(length), aborted) : [];
  return { ...head, preferredReadReplica, abortedTransactions: [], messages };
}

interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: bigint;
}

/** The records of all whole batches; the last one may have been cut off by the size of the fetch. */
async function visible(bytes: Buffer, aborted: readonly AbortedTransaction[]): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  // Brokers name them in the order in which they ended.
  const waiting = aborted.toSorted((one, other) => Number(one.firstOffset - other.firstOffset));
  const open = new Set<bigint>();
  for (let start = 0; start + at.firstRecord <= bytes.length; ) {
    const end = start + batchHeader + bytes.readInt32BE(start + at.length);
    if (end > bytes.length) break;
    const batch = bytes.subarray(start, end);
    const last = batch.readBigInt64BE(0) + BigInt(batch.readInt32BE(at.lastOffsetDelta));
    while (waiting[0] !== undefined && waiting[0].firstOffset <= last) open.add(waiting.shift()!.producerId);
    for (const message of await visibleOf(batch, open)) messages.push(message);
    if (messages.at(-1)?.offset !== String(last)) messages.push(standIn(batch, last));
    start = end;
  }
  return messages;
}

async function visibleOf(batch: Buffer, open: Set<bigint>): Promise<readonly FetchedMessage[]> {
  if (batch[at.magic] !== 2)
    throw new Error("records in a format from before Kafka 0.11 can't be read; write them anew");
  const attributes = batch.readInt16BE(at.attributes);
  const producerId = batch.readBigInt64BE(at.producerId);
  if (attributes & control) {
    open.delete(producerId);
    return [];
  }
  if (attributes & transactional && open.has(producerId)) return [];
  return (await decodeRecordBatch(new Decoder(batch))).records;
}

/** Says only how far a batch reached. */
function standIn(batch: Buffer, offset: bigint): FetchedMessage {
  const producerId = String(batch.readBigInt64BE(at.producerId));
  const context = { batchContext: { producerId, inTransaction: false } };
  return {
    offset: String(offset),
    timestamp: "0",
    attributes: 0,
    key: null,
    value: null,
    isControlRecord: true,
    ...context,
  };
}
