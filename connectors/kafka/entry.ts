import type { Entry, Headers } from "../event-log.ts";

/** The header that carries the id of a write; it is the log's own and not among an entry's headers. */
export const idHeader = "twinstream-id";

/** What an entry is made from: a record as kafkajs hands it out. */
export interface KafkaRecord {
  readonly offset: string;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, Buffer | string | (Buffer | string)[] | undefined>>;
}

/** A record of Kafka as an entry of the log; `topic` is the name without the prefix. Of a header that is there twice the last counts. */
export function entryOf(topic: string, partition: number, record: KafkaRecord): Entry {
  const headers = headersOf(record);
  return {
    topic,
    partition,
    offset: Number(record.offset),
    timestamp: Number(record.timestamp),
    key: record.key === null ? null : record.key.toString("utf8"),
    value: record.value,
    ...(headers === undefined ? {} : { headers }),
  };
}

function headersOf({ headers = {} }: KafkaRecord): Headers | undefined {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (name !== idHeader && last !== undefined && last !== null) found[name] = last.toString("utf8");
  }
  return Object.keys(found).length > 0 ? found : undefined;
}
