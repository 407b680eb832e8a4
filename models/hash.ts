/** Where FNV-1a starts: the hash of the empty text. */
export const hashStart = 0x811c9dc5;

/** One step of FNV-1a: the hash of a text and one more UTF-16 unit. */
export function hashUnit(hash: number, unit: number): number {
  return Math.imul(hash ^ unit, 0x01000193) >>> 0;
}

/** 32-bit FNV-1a over the UTF-16 units of a text; on ASCII it is the published FNV-1a. Unsigned. */
export function hashText(text: string): number {
  let hash = hashStart;
  for (let i = 0; i < text.length; i++) hash = hashUnit(hash, text.charCodeAt(i));
  return hash;
}

/** MurmurHash3's finaliser: spreads every bit of a 32-bit value over all bits. One to one, 0 stays 0. Unsigned. */
export function mixBits(value: number): number {
  let bits = value >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
