import type { BatchLimits } from "../following/follow-store.ts";
import type { KafkaRecord } from "./entry.ts";

/** What a record takes in memory beside its key and value, roughly. */
const recordBytes = 300;

/** What was fetched of a partition and not worked on yet, in order. */
export class EntryBuffer {
  #records: KafkaRecord[] = [];
  #bytes = 0;
  #end: number;

  /** An empty buffer whose first record is looked for at an offset. */
  constructor(start: number) {
    this.#end = start;
  }

  /** The offset to fetch from next. */
  get end(): number {
    return this.#end;
  }

  get isEmpty(): boolean {
    return this.#records.length === 0;
  }

  /** About what it takes in memory, bytes. */
  get weight(): number {
    return this.#bytes + recordBytes * this.#records.length;
  }

  /** Takes what was fetched up to an offset; records that it had before are left out. */
  add(records: readonly KafkaRecord[], end: number): void {
    for (const record of records) {
      if (Number(record.offset) < this.#end) continue;
      this.#records.push(record);
      this.#bytes += bytesOf(record);
    }
    this.#end = Math.max(this.#end, end);
  }

  /** Whether a batch of it would be as large as it may be. */
  isFull({ maxEntries, maxBytes }: BatchLimits): boolean {
    return this.#records.length >= maxEntries || this.#bytes >= maxBytes;
  }

  /** Takes the next batch out: within limits, but one record where there is any. */
  take({ maxEntries, maxBytes }: BatchLimits): readonly KafkaRecord[] {
    let bytes = 0;
    let count = 0;
    for (; count < Math.min(maxEntries, this.#records.length); count++) {
      const size = bytesOf(this.#records[count]!);
      if (count > 0 && bytes + size > maxBytes) break;
      bytes += size;
    }
    this.#bytes -= bytes;
    return this.#records.splice(0, count);
  }
}

function bytesOf({ key, value }: KafkaRecord): number {
  return (key?.length ?? 0) + (value?.length ?? 0);
}
