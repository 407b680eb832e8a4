import { type FunctionCode, instantiate, type WasmMemory, wasm, writeModule } from "../wasm/wasm-module.ts";
import { whileBelow } from "../wasm/while-below.ts";
import { unitVectors, type WordVectors } from "../word2vec/word-vectors.ts";

/** Gives the cosine of a word, by its place, with the nearest of others, or 0 where none is above. */
export type NearestWord = (place: number, others: readonly number[]) => number;

interface Kernel {
  readonly memory: WasmMemory;
  nearest(row: number, others: number, end: number): number;
}

/** Others are compared four at a time: each sum has to wait for itself. */
const atOnce = 4;
/** More are compared in several goes. */
const mostOthers = 1_024;
const bytesOfOthers = 4 * mostOthers;

/** Compares words by their vectors, in WebAssembly. Products are added up in single precision, four sums beside one another. */
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

const { get, set, i32, f32, f32x4, f64, v128 } = wasm;

/** A kernel for rows of so many bytes. */
function writeKernel(rowBytes: number, bytes: number): Uint8Array {
  const code = writeNearest(rowBytes);
  const parameters = ["i32", "i32", "i32"] as const;
  return writeModule({ functions: [{ name: "nearest", parameters, result: "f64", code }], memory: { bytes } });
}

/** Of a row and those of which the addresses stand from `others` to `end`. As all rows are of one length, what is done to each part is written out. */
function writeNearest(rowBytes: number): FunctionCode {
  const [row, others, end, best, part] = [0, 1, 2, 3, 4];
  const [addresses, sums] = [[5, 6, 7, 8] as const, [9, 10, 11, 12] as const];
  const multiply = (offset: number) => [
    ...[...get(row), ...f32x4.load(offset), ...set(part)],
    ...sums.flatMap((sum, i) => [
      ...[...get(sum), ...get(addresses[i]!), ...f32x4.load(offset), ...get(part), ...f32x4.multiply],
      ...[...f32x4.add, ...set(sum)],
    ]),
  ];
  const compareFour = [
    ...addresses.flatMap((address, i) => [...get(others), ...i32.load(4 * i), ...set(address)]),
    ...sums.flatMap((sum) => [...f32x4.zero, ...set(sum)]),
    ...Array.from({ length: rowBytes / 16 }, (_, i) => multiply(16 * i)).flat(),
    ...[...addNeighbours(sums[0], sums[1]), ...set(sums[0]), ...addNeighbours(sums[2], sums[3]), ...set(sums[2])],
    ...[...get(best), ...addNeighbours(sums[0], sums[2]), ...f32x4.greatest, ...set(best)],
  ];
  const bestOf = (lane: number) => [...get(best), ...f32x4.lane(lane)];
  const instructions = [
    ...whileBelow(others, end, 4 * atOnce, compareFour),
    ...[...bestOf(0), ...bestOf(1), ...f32.greatest, ...bestOf(2), ...f32.greatest, ...bestOf(3), ...f32.greatest],
    ...f64.ofFloat,
  ];
  return {
    locals: ["v128", "v128", ...addresses.map(() => "i32" as const), ...sums.map(() => "v128" as const)],
    instructions,
  };
}

/** The sums of neighbours, those of the first before those of the second. */
function addNeighbours(first: number, second: number): readonly number[] {
  const both = [...get(first), ...get(second)];
  return [...both, ...v128.pick(0, 2, 4, 6), ...both, ...v128.pick(1, 3, 5, 7), ...f32x4.add];
}
