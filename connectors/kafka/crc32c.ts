/** Castagnoli's polynomial, its bits reversed. */
const polynomial = 0x82f63b78;
const width = 8;

/** For each of eight places the remainder of each byte that stands there, so many zero bytes before the end. */
const remainders = new Int32Array(width * 256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? polynomial : 0);
  remainders[byte] = remainder;
}
for (let place = 256; place < remainders.length; place++) {
  const before = remainders[place - 256]!;
  remainders[place] = (before >>> 8) ^ remainders[before & 255]!;
}

/** CRC-32C of bytes from a place on, unsigned: what record batches are checked by. Eight bytes at a time (Kounavis and Berry 2005). */
export function crc32c(bytes: Uint8Array, from = 0): number {
  const table = remainders;
  const last = bytes.length - width;
  let crc = -1;
  let at = from;
  for (; at <= last; at += width) {
    crc =
      table[1792 + ((crc ^ bytes[at]!) & 255)]! ^
      table[1536 + (((crc >>> 8) ^ bytes[at + 1]!) & 255)]! ^
      table[1280 + (((crc >>> 16) ^ bytes[at + 2]!) & 255)]! ^
      table[1024 + ((crc >>> 24) ^ bytes[at + 3]!)]! ^
      table[768 + bytes[at + 4]!]! ^
      table[512 + bytes[at + 5]!]! ^
      table[256 + bytes[at + 6]!]! ^
      table[bytes[at + 7]!]!;
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ table[(crc ^ bytes[at]!) & 255]!;
  return ~crc >>> 0;
}
