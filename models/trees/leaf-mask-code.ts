import { type FunctionCode, type ValueType, wasm } from "../wasm/wasm-module.ts";
import { whileBelow } from "../wasm/while-below.ts";

/** Rows that a vector has a byte for. */
export const rowsOfVector = 16;
/** The bits of a mask are ruled out eight at a time. */
export const bytesOfMask = 4;
/** A split that rules out leaves is two bytes for the number of its column's block of ranks, one for its own rank, and a byte of its mask. */
export const splitBytes = 4;
/** How many blocks of ranks two bytes tell apart. */
export const mostBlocks = 2 ** 16;
/** A tree is an address for each byte of a mask: where the splits end that rule out the leaves of that byte. */
const treeBytes = 4 * bytesOfMask;
/** Each tree has room for as many leaves as a mask has bits. */
const leavesBytes = 4 * 8 * bytesOfMask;

/** Where the code finds what it works with. */
export interface LeafMaskAddresses {
  /** Of the sum of each row. */
  readonly sums: number;
  /** Of the blocks of ranks, each of 2 ** `blockBits` bytes. */
  readonly ranks: number;
  readonly blockBits: number;
  /** Of `bytesOfMask` times `vectors` vectors to write to. */
  readonly masks: number;
}

const { get, set, i32, f32x4, f64x2, i8x16, v128 } = wasm;

/**
 * A function that adds the leaves of all trees to the sums of as many rows as `vectors` have bytes. For each tree it starts with the bits of all leaves,
 * takes away those that splits rule out, and adds the lowest that is left. It takes where trees begin and end, where their splits begin, and their leaves.
 */
export function writeAddLeaves(vectors: number, addresses: LeafMaskAddresses): FunctionCode {
  const [tree, treesEnd, split, leaves, until, column, rank, mask, first] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const each = Array.from({ length: vectors }, (_, vector) => vector);
  const isGreater = (vector: number) => [
    ...[...get(column), ...v128.load(addresses.ranks + 16 * vector), ...get(rank), ...i8x16.greater],
  ];
  const ruleOut = [
    ...[...get(split), ...i32.loadTwoBytes(), ...i32.const(addresses.blockBits), ...i32.shiftLeft, ...set(column)],
    ...[...get(split), ...i8x16.loadSplat(2), ...set(rank), ...get(split), ...i8x16.loadSplat(3), ...set(mask)],
    ...each.flatMap((vector) => [
      ...[...get(first + vector), ...get(mask), ...isGreater(vector), ...v128.and, ...v128.without],
      ...set(first + vector),
    ]),
  ];
  const maskAt = (byte: number, vector: number) => addresses.masks + 16 * (byte * vectors + vector);
  const followByte = (byte: number) => [
    ...each.flatMap((vector) => [...v128.ones, ...set(first + vector)]),
    ...[...get(tree), ...i32.load(4 * byte), ...set(until)],
    ...whileBelow(split, until, splitBytes, ruleOut),
    ...each.flatMap((vector) => [...i32.const(0), ...get(first + vector), ...v128.store(maskAt(byte, vector))]),
  ];
  // done with by then
  const [low, high] = [rank, mask];
  const masksOf = (vector: number, half: "low" | "high") => {
    const zip = half === "low" ? zipLow : zipHigh;
    const both = (byte: number) =>
      [byte, byte + 1].flatMap((each) => [...i32.const(0), ...v128.load(maskAt(each, vector))]);
    return [...both(0), ...zip(1), ...set(low), ...both(2), ...zip(1), ...set(high)];
  };
  const leafOf = (lane: number) => [
    ...[...get(leaves), ...get(first), ...v128.intLane(lane), ...i32.trailingZeros],
    ...[...i32.const(2), ...i32.shiftLeft, ...i32.add],
  ];
  const addTwo = (row: number, lane: number) => [
    ...[...i32.const(0), ...i32.const(0), ...f64x2.load(addresses.sums + 8 * row)],
    ...[...leafOf(lane + 1), ...leafOf(lane), ...f32x4.loadOne(), ...f32x4.loadLane(1), ...f64x2.ofFloats],
    ...[...f64x2.add, ...f64x2.store(addresses.sums + 8 * row)],
  ];
  const addFour = (row: number, zip: typeof zipLow) => [
    ...[...get(low), ...get(high), ...zip(2), ...set(first)],
    ...[0, 2].flatMap((lane) => addTwo(row + lane, lane)),
  ];
  const addLeaves = (vector: number) =>
    (["low", "high"] as const).flatMap((half, i) => [
      ...masksOf(vector, half),
      ...addFour(rowsOfVector * vector + 8 * i, zipLow),
      ...addFour(rowsOfVector * vector + 8 * i + 4, zipHigh),
    ]);
  const instructions = whileBelow(tree, treesEnd, treeBytes, [
    ...Array.from({ length: bytesOfMask }, (_, byte) => followByte(byte)).flat(),
    ...each.flatMap(addLeaves),
    ...[...get(leaves), ...i32.const(leavesBytes), ...i32.add, ...set(leaves)],
  ]);
  const pointers = new Array<ValueType>(2).fill("i32");
  return { locals: [...pointers, "v128", "v128", ...each.map(() => "v128" as const)], instructions };
}

/** Parts of so many bytes from the first halves of two vectors in turns, and from their second halves. */
const zipLow = (bytes: number) => v128.pickBytes(...zipped(bytes, 0));
const zipHigh = (bytes: number) => v128.pickBytes(...zipped(bytes, 8));

function zipped(bytes: number, from: number): readonly number[] {
  return Array.from({ length: 16 }, (_, i) => {
    const part = Math.floor(i / bytes);
    return from + Math.floor(part / 2) * bytes + (i % bytes) + 16 * (part % 2);
  });
}
