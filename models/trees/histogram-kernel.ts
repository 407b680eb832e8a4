import {
  type FunctionCode,
  instantiate,
  type ValueType,
  type WasmMemory,
  wasm,
  writeModule,
} from "../wasm/wasm-module.ts";

/** Which columns histograms are made of, and where each has its bins in a histogram. */
export interface HistogramShape {
  /** How many bytes a row of bins has. */
  readonly stride: number;
  /** The place of each column in a row. */
  readonly columns: Uint32Array;
  /** The first bin of each of these columns in a histogram. */
  readonly starts: Uint32Array;
}

/** What histograms are made from, and where they lie. */
export interface HistogramViews {
  /** A byte for each column of each row. */
  readonly bins: Uint8Array;
  /** The rows, in the order of the tree's nodes. */
  readonly order: Uint32Array;
  /** Histograms: a pair of numbers, sum and count, for each bin. */
  readonly histograms: Float64Array;
  /** Columns as pairs, for `addSome`: the place in a row, and eight times that of the first number in a histogram. */
  readonly chosen: Uint32Array;
  /** For each bin 1 if its rows go left, else 0, for `partition`. */
  readonly goesLeft: Uint8Array;
  /** Of the same length as the order, to partition with. */
  readonly scratch: Uint32Array;
}

/** The inner loops of tree growing. `at` and `other` are places in `histograms`. */
export interface HistogramKernel {
  /** Adds the value of each row from `begin` to `end` in the order, and 1, to its bins of all columns. */
  add(begin: number, end: number, values: Float64Array, at: number): void;
  /** The same for the first columns of `chosen` only. */
  addSome(begin: number, end: number, values: Float64Array, at: number, columns: number): void;
  /** Takes one histogram from another; `length` is an even number of numbers. */
  subtract(at: number, other: number, length: number): void;
  /** Moves the rows that go left by their bin of a column before the others; each side keeps its order. Gives the place of the first that doesn't. */
  partition(begin: number, end: number, column: number): number;
}

/** The kernel in JavaScript, three to four times slower than that in WebAssembly, with the very same sums and order. */
export function plainKernel({ stride, columns, starts }: HistogramShape, views: HistogramViews): HistogramKernel {
  const { bins, order, histograms, chosen, goesLeft, scratch } = views;
  return {
    add(begin, end, values, at) {
      for (let place = begin; place < end; place++) {
        const row = order[place]!;
        for (let i = 0; i < columns.length; i++) {
          const bin = at + 2 * (starts[i]! + bins[row * stride + columns[i]!]!);
          histograms[bin]! += values[row]!;
          histograms[bin + 1]!++;
        }
      }
    },
    addSome(begin, end, values, at, count) {
      for (let place = begin; place < end; place++) {
        const row = order[place]!;
        for (let i = 0; i < 2 * count; i += 2) {
          const bin = at + chosen[i + 1]! / 8 + 2 * bins[row * stride + chosen[i]!]!;
          histograms[bin]! += values[row]!;
          histograms[bin + 1]!++;
        }
      }
    },
    subtract(at, other, length) {
      for (let i = 0; i < length; i++) histograms[at + i]! -= histograms[other + i]!;
    },
    partition(begin, end, column) {
      let left = begin;
      let right = 0;
      for (let place = begin; place < end; place++) {
        const row = order[place]!;
        if (goesLeft[bins[row * stride + column]!]! === 1) order[left++] = row;
        else scratch[right++] = row;
      }
      order.set(scratch.subarray(0, right), left);
      return left;
    },
  };
}

/** The kernel in WebAssembly, written for these columns; all views lie in `memory`. */
export function wasmKernel(
  shape: HistogramShape,
  views: HistogramViews,
  memory: WasmMemory<SharedArrayBuffer>,
): HistogramKernel {
  const { bins, order, histograms, chosen, goesLeft, scratch } = views;
  const exports = instantiate(writeKernel(shape), memory) as {
    add(order: number, end: number, values: number, bins: number, histogram: number): void;
    addSome(order: number, end: number, values: number, bins: number, at: number, chosen: number, end2: number): void;
    subtract(histogram: number, other: number, end: number): void;
    partition(order: number, end: number, bins: number, goesLeft: number, scratch: number): number;
  };
  const orderAt = (place: number) => order.byteOffset + place * 4;
  const histogramAt = (place: number) => histograms.byteOffset + place * 8;
  return {
    add(begin, end, values, at) {
      if (begin === end) return;
      exports.add(orderAt(begin), orderAt(end), values.byteOffset, bins.byteOffset, histogramAt(at));
    },
    addSome(begin, end, values, at, columns) {
      if (begin === end || columns === 0) return;
      const start = chosen.byteOffset;
      const [first, last, from] = [orderAt(begin), orderAt(end), values.byteOffset];
      exports.addSome(first, last, from, bins.byteOffset, histogramAt(at), start, start + columns * 8);
    },
    subtract(at, other, length) {
      if (length > 0) exports.subtract(histogramAt(at), histogramAt(other), histogramAt(at + length));
    },
    partition(begin, end, column) {
      if (begin === end) return begin;
      const [first, last, from] = [orderAt(begin), orderAt(end), bins.byteOffset + column];
      return begin + (exports.partition(first, last, from, goesLeft.byteOffset, scratch.byteOffset) - first) / 4;
    },
  };
}

const { get, set, tee, i32, f64, f64x2 } = wasm;

function writeKernel(shape: HistogramShape): Uint8Array {
  const integers = (count: number) => new Array<ValueType>(count).fill("i32");
  return writeModule({
    functions: [
      { name: "add", parameters: integers(5), code: writeAdd(shape) },
      { name: "addSome", parameters: integers(7), code: writeAddSome(shape) },
      { name: "subtract", parameters: integers(3), code: writeSubtract() },
      { name: "partition", parameters: integers(5), result: "i32", code: writePartition(shape) },
    ],
    memory: "shared",
  });
}

/** The loop over columns is written out, so that places in row and histogram are part of the instructions. */
function writeAdd({ stride, columns, starts }: HistogramShape): FunctionCode {
  const [order, end, values, bins, histogram, row, bin, pair] = [0, 1, 2, 3, 4, 5, 6, 7];
  const column = (place: number, start: number) => [
    ...[...get(histogram), ...get(row), ...i32.loadByte(place), ...i32.const(4), ...i32.shiftLeft, ...i32.add],
    ...[...tee(bin), ...get(bin), ...f64x2.load(start * 16), ...get(pair), ...f64x2.add, ...f64x2.store(start * 16)],
  ];
  const instructions = [
    ...wasm.loop,
    ...nextRow({ order, values, bins, row, pair, stride }),
    ...Array.from(columns, (place, i) => column(place, starts[i]!)).flat(),
    ...[...get(order), ...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
  ];
  return { locals: ["i32", "i32", "v128"], instructions };
}

function writeAddSome({ stride }: HistogramShape): FunctionCode {
  const [order, end, values, bins, histogram, chosen, chosenEnd, row, bin, column, pair] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
  ];
  const instructions = [
    ...wasm.loop,
    ...nextRow({ order, values, bins, row, pair, stride }),
    ...[...get(chosen), ...set(column)],
    ...wasm.loop,
    // bin = histogram + start of the column + 16 × bin of the row
    ...[...get(row), ...get(column), ...i32.load(), ...i32.add, ...i32.loadByte(), ...i32.const(4), ...i32.shiftLeft],
    ...[...get(column), ...i32.load(4), ...i32.add, ...get(histogram), ...i32.add],
    ...[...tee(bin), ...get(bin), ...f64x2.load(), ...get(pair), ...f64x2.add, ...f64x2.store()],
    ...[...get(column), ...i32.const(8), ...i32.add, ...tee(column)],
    ...[...get(chosenEnd), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
    ...[...get(order), ...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
  ];
  return { locals: ["i32", "i32", "i32", "v128"], instructions };
}

/** Which local is what, for `nextRow`. */
interface RowLocals {
  readonly order: number;
  readonly values: number;
  readonly bins: number;
  readonly row: number;
  readonly pair: number;
  readonly stride: number;
}

/** pair = (value of the next row, 1), row = where its bins begin. */
function nextRow({ order, values, bins, row, pair, stride }: RowLocals): readonly number[] {
  return [
    ...[...get(values), ...get(order), ...i32.load(), ...tee(row), ...i32.const(3), ...i32.shiftLeft, ...i32.add],
    ...[...f64.load(), ...f64x2.splat, ...f64.const(1), ...f64x2.replaceLane(1), ...set(pair)],
    ...[...get(row), ...i32.const(stride), ...i32.multiply, ...get(bins), ...i32.add, ...set(row)],
    ...[...get(order), ...i32.const(4), ...i32.add, ...set(order)],
  ];
}

function writeSubtract(): FunctionCode {
  const [histogram, other, end] = [0, 1, 2];
  const instructions = [
    ...wasm.loop,
    ...[...get(histogram), ...get(histogram), ...f64x2.load(), ...get(other), ...f64x2.load()],
    ...[...f64x2.subtract, ...f64x2.store()],
    ...[...get(other), ...i32.const(16), ...i32.add, ...set(other)],
    ...[...get(histogram), ...i32.const(16), ...i32.add, ...tee(histogram)],
    ...[...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
  ];
  return { locals: [], instructions };
}

/** Each row is written to both sides, as a branch that can't be foreseen would cost more. Gives where the left side ends. */
function writePartition({ stride }: HistogramShape): FunctionCode {
  const [order, end, bins, goesLeft, scratch, left, right, row, step] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const instructions = [
    ...[...get(order), ...set(left), ...get(scratch), ...set(right)],
    ...wasm.loop,
    ...[...get(order), ...i32.load(), ...set(row)],
    ...[...get(left), ...get(row), ...i32.store(), ...get(right), ...get(row), ...i32.store()],
    // step = 4 if the row goes left, else 0
    ...[...get(row), ...i32.const(stride), ...i32.multiply, ...get(bins), ...i32.add, ...i32.loadByte()],
    ...[...get(goesLeft), ...i32.add, ...i32.loadByte(), ...i32.const(2), ...i32.shiftLeft, ...set(step)],
    ...[...get(left), ...get(step), ...i32.add, ...set(left)],
    ...[...get(right), ...i32.const(4), ...i32.add, ...get(step), ...i32.subtract, ...set(right)],
    ...[...get(order), ...i32.const(4), ...i32.add, ...tee(order), ...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
    ...[...get(left), ...get(scratch), ...get(right), ...get(scratch), ...i32.subtract, ...wasm.copyMemory],
    ...get(left),
  ];
  return { locals: ["i32", "i32", "i32", "i32"], instructions };
}
