import { type FunctionCode, instantiate, type WasmMemory, wasm, writeModule } from "../wasm/wasm-module.ts";
import { whileBelow } from "../wasm/while-below.ts";
import { unitVectors, type WordVectors } from "../word2vec/word-vectors.ts";

/** Gives the cosine of a word, by its place, with the nearest of others, or 0 where none is above. */
export type NearestWord = (place: number, others: readonly number[]) => number;

interface Kernel {
  readonly memory: WasmMemory;
  nearest(row: number, others: number, end: number): number;
}

/** Others are compared four at a time, as each sum has to wait for itself. */
const atOnce = 4;
/** More are compared in several goes. */
const mostOthers = 1_024;
const bytesOfOthers = 4 * mostOthers;

/** Compares words by their vectors, in WebAssembly. Sums are in double precision, number by number. */
export function createNearestWord(vectors: WordVectors): NearestWord {
  const { dimensions, words } = vectors;
  // four numbers are multiplied in a row: zeros at the end add nothing
  const stride = 4 * Math.ceil(dimensions / 4);
  const kernel = instantiate(writeKernel(4 * stride, bytesOfOthers + 4 * stride * words.length)) as Kernel;
  const { buffer } = kernel.memory;
  const rows = new Int32Array(buffer, 0, mostOthers);
  const units = unitVectors(vectors);
  for (let word = 0; word < words.length; word++) {
    const unit = units.subarray(word * dimensions, (word + 1) * dimensions);
    new Float32Array(buffer, bytesOfOthers + 4 * stride * word, dimensions).set(unit);
  }
  const rowOf = (place: number) => bytesOfOthers + 4 * stride * place;
  return (place, others) => {
    let best = 0;
    for (let first = 0; first < others.length; first += mostOthers) {
      const count = Math.min(mostOthers, others.length - first);
      const room = atOnce * Math.ceil(count / atOnce);
      // the last is compared again where there are no four
      for (let i = 0; i < room; i++) rows[i] = rowOf(others[first + Math.min(i, count - 1)]!);
      best = Math.max(best, kernel.nearest(rowOf(place), 0, 4 * room));
    }
    return best;
  };
}

const { get, set, tee, i32, f32x4, f64, f64x2 } = wasm;

/** A kernel for rows of so many bytes. */
function writeKernel(rowBytes: number, bytes: number): Uint8Array {
  const code = writeNearest(rowBytes);
  const parameters = ["i32", "i32", "i32"] as const;
  return writeModule({ functions: [{ name: "nearest", parameters, result: "f64", code }], memory: { bytes } });
}

/** Of a row and those of which the addresses stand from `others` to `end`: two sums lie side by side. */
function writeNearest(rowBytes: number): FunctionCode {
  const [row, others, end, at, until] = [0, 1, 2, 3, 4];
  const addresses = [5, 6, 7, 8] as const;
  const [value, low, high, best] = [9, 10, 11, 12];
  const addProducts = (sum: number, one: number, other: number, offset: number) => [
    ...[...get(sum), ...get(other), ...get(one), ...f32x4.loadOne(offset), ...f32x4.loadLane(1, offset)],
    ...[...f64x2.ofFloats, ...get(value), ...f64x2.multiply, ...f64x2.add, ...set(sum)],
  ];
  const [first, second, third, fourth] = addresses;
  const multiply = (offset: number) => [
    ...[...get(at), ...f32x4.loadSplat(offset), ...f64x2.ofFloats, ...set(value)],
    ...[...addProducts(low, first, second, offset), ...addProducts(high, third, fourth, offset)],
  ];
  const compareFour = [
    ...addresses.flatMap((address, i) => [...get(others), ...i32.load(4 * i), ...set(address)]),
    ...[...f32x4.zero, ...set(low), ...f32x4.zero, ...set(high)],
    ...[...get(row), ...tee(at), ...i32.const(rowBytes), ...i32.add, ...set(until)],
    ...whileBelow(at, until, 16, [
      ...[0, 4, 8, 12].flatMap(multiply),
      ...addresses.flatMap((address) => [...get(address), ...i32.const(16), ...i32.add, ...set(address)]),
    ]),
    ...[...get(best), ...get(low), ...f64x2.greatest, ...get(high), ...f64x2.greatest, ...set(best)],
  ];
  const instructions = [
    ...whileBelow(others, end, 4 * atOnce, compareFour),
    ...[...get(best), ...f64x2.lane(0), ...get(best), ...f64x2.lane(1), ...f64.greatest],
  ];
  return { locals: ["i32", "i32", "i32", "i32", "i32", "i32", "v128", "v128", "v128", "v128"], instructions };
}
