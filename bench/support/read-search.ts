/** What matters of a search record when its way is traced. */
export interface ReadSearch {
  readonly eventId: string;
  readonly productIds: readonly string[];
}

const headerBytes = 5;
const year1990 = 631_152_000_000n;
const year2100 = 4_102_444_800_000n;

/**
 * Reads a record of topic `searches` by the letter of the Avro specification, and checks what a shop can't have sent, with none of the program's own code; undefined for what must not
 * pass. `schemaId` is the only one that is known.
 */
export function readSearch(bytes: Uint8Array | null, schemaId: number): ReadSearch | undefined {
  if (bytes === null || bytes.length < headerBytes || bytes[0] !== 0) return undefined;
  const buffer = Buffer.from(bytes);
  if (buffer.readUInt32BE(1) !== schemaId) return undefined;
  try {
    return readBody(new Reader(buffer.subarray(headerBytes)));
  } catch (fault) {
    if (fault instanceof Refused) return undefined;
    throw fault;
  }
}

class Refused extends Error {}

function must(isSo: boolean): void {
  if (!isSo) throw new Refused();
}

function readBody(reader: Reader): ReadSearch {
  const eventId = reader.id();
  const time = reader.long();
  must(time >= year1990 && time <= year2100);
  reader.text(); // source
  reader.optional(() => reader.text()); // sessionId
  reader.optional(() => reader.text()); // userId
  const query = reader.text();
  must(query.length <= 1_000 && query.trim() !== "");
  const productIds = reader.blocks(() => readProduct(reader));
  must(productIds.length <= 10_000 && reader.isAtEnd());
  return { eventId, productIds };
}

function readProduct(reader: Reader): string {
  const productId = reader.id();
  const title = reader.text();
  must(title.length <= 10_000 && title.trim() !== "");
  const position = reader.long();
  must(position >= 1n && position < 2n ** 31n);
  reader.optional(() => reader.text()); // brand
  reader.optional(() => reader.text()); // category
  reader.optional(() => must(Number.isFinite(reader.double()))); // price
  reader.blocks(() => [reader.text(), reader.text()]); // attributes
  return productId;
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** A zig-zag number of at most ten bytes; those that a JavaScript number can't hold, zig-zag, are refused. */
  long(): bigint {
    let zigzag = 0n;
    for (let i = 0n; i < 10n; i++) {
      const byte = BigInt(this.#take(1)[0]!);
      zigzag |= (byte & 127n) << (7n * i);
      if (byte >= 128n) continue;
      must(zigzag < 2n ** 53n);
      return (zigzag & 1n) === 1n ? -((zigzag + 1n) / 2n) : zigzag / 2n;
    }
    throw new Refused();
  }

  text(): string {
    return this.#take(Number(this.long())).toString("utf8");
  }

  id(): string {
    const id = this.text();
    must(id.length >= 1 && id.length <= 200);
    return id;
  }

  double(): number {
    return this.#take(8).readDoubleLE();
  }

  /** A union of null and one other type. */
  optional(read: () => unknown): void {
    const member = this.long();
    must(member === 0n || member === 1n);
    if (member === 1n) read();
  }

  /** An array or a map: blocks of items, a negative count followed by the size of the block. */
  blocks<Item>(read: () => Item): Item[] {
    const items: Item[] = [];
    for (let count = this.long(); count !== 0n; count = this.long()) {
      if (count < 0n) this.long();
      for (let left = count < 0n ? -count : count; left > 0n; left--) items.push(read());
    }
    return items;
  }

  #take(count: number): Buffer {
    must(count >= 0 && this.#at + count <= this.#bytes.length);
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}
