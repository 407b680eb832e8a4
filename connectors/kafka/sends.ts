import type { RecordMetadata, TopicMessages } from "kafkajs";
import type { Write } from "../event-log.ts";
import type { PlacedWrite } from "./placing.ts";

/** What one request may carry: a batch of records has to stay below the megabyte that brokers take unless they are set otherwise. */
const most = { bytes: 900_000, records: 2_000 } as const;

/** The rest of what a topic takes is for the head of the batch. */
const filledShare = 0.9;

/** Whether writes go into one request, and so, where they are of one partition, into one batch that is kept whole or not at all. */
export function isOneSend(writes: readonly PlacedWrite[]): boolean {
  return writes.length <= most.records && writes.reduce((sum, { bytes }) => sum + bytes, 0) <= mostBytes(writes);
}

/** Less where a topic among them is set to take less. */
function mostBytes(writes: readonly PlacedWrite[]): number {
  return writes.reduce<number>((least, { limit }) => Math.min(least, filledShare * limit), most.bytes);
}

/** What one request carries: records of one partition. */
export interface Send {
  readonly writes: readonly PlacedWrite[];
  readonly topicMessages: TopicMessages[];
}

/**
 * Writes cut into requests, those of a partition in order; a larger record goes alone. A request is for one partition: where kafkajs 2.2.4 is to send to
 * several brokers and one of them fails, it sends to those that have answered again under other sequence numbers, which doubles
 * records, or leaves out what they lead by then, which loses some.
 */
export function* sends(writes: readonly PlacedWrite[]): Generator<Send> {
  for (const own of byPartition(writes)) for (const some of cut(own)) yield sendOf(some);
}

function byPartition(writes: readonly PlacedWrite[]): Iterable<readonly PlacedWrite[]> {
  const partitions = new Map<string, PlacedWrite[]>();
  for (const write of writes) {
    const place = `${write.topic} ${write.partition}`;
    const own = partitions.get(place);
    if (own === undefined) partitions.set(place, [write]);
    else own.push(write);
  }
  return partitions.values();
}

function* cut(writes: readonly PlacedWrite[]): Generator<readonly PlacedWrite[]> {
  const longest = mostBytes(writes);
  let begin = 0;
  let bytes = 0;
  for (let end = 0; end < writes.length; end++) {
    bytes += writes[end]!.bytes;
    if (end > begin && (bytes > longest || end - begin >= most.records)) {
      yield writes.slice(begin, end);
      begin = end;
      bytes = writes[end]!.bytes;
    }
  }
  yield writes.slice(begin);
}

function sendOf(writes: readonly PlacedWrite[]): Send {
  return { writes, topicMessages: [{ topic: writes[0]!.topic, messages: writes.map(({ message }) => message) }] };
}

/** What one request carried, and where its batch begins. */
export interface Sent {
  readonly writes: readonly PlacedWrite[];
  readonly places: readonly RecordMetadata[];
}

/** Every write that was sent with the offset it was given, in order. */
export function* offsetsOf(sent: readonly Sent[]): Generator<{ write: Write; partition: number; offset: number }> {
  for (const { writes, places } of sent) {
    const begin = Number(places[0]!.baseOffset);
    for (const [i, { write, partition }] of writes.entries()) yield { write, partition, offset: begin + i };
  }
}
