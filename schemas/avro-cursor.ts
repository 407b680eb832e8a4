/** A place in an Avro body. */
export interface Cursor {
  readonly body: Uint8Array;
  at: number;
  /** The field begun last. */
  field: string;
}

/** Why a body is no sound Avro from the cursor on. */
export class Unsound extends Error {}

/** Moves over some bytes. Throws Unsound where there are not so many. */
export function skipBytes(cursor: Cursor, count: number): void {
  const left = cursor.body.length - cursor.at;
  if (count > left) throw new Unsound(`says it has ${count} bytes where ${left} are left`);
  if (count < 0) throw new Unsound(`says it has ${count} bytes`);
  cursor.at += count;
}

/** A zig-zag number, seven bits to a byte, the low ones first. Throws Unsound where there is none. */
export function readLong(cursor: Cursor): number {
  const first = cursor.body[cursor.at]!;
  if (first < 0x80) {
    cursor.at += 1;
    return first & 1 ? -((first + 1) >> 1) : first >> 1;
  }
  let value = 0;
  let scale = 1;
  for (let length = 1; length <= 10; length += 1) {
    if (cursor.at >= cursor.body.length) throw new Unsound("ends in the middle of a number");
    const byte = cursor.body[cursor.at]!;
    cursor.at += 1;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return unfold(value);
    scale *= 0x80;
  }
  throw new Unsound("holds a number of more than ten bytes");
}

function unfold(zigzag: number): number {
  // Beyond this the Avro library gives back another number, with the other sign.
  if (zigzag > Number.MAX_SAFE_INTEGER) throw new Unsound("holds a number that is not between -2^52 and 2^52");
  return zigzag % 2 === 1 ? -(zigzag + 1) / 2 : zigzag / 2;
}
