import { type FunctionCode, instantiate, pageBytes, type WasmMemory, wasm, writeModule } from "../wasm/wasm-module.ts";

/** What the rounded rows say of a row: its cosine with the query is between both. */
export type VisitRow = (row: number, low: number, high: number) => void;

interface Kernel {
  readonly memory: WasmMemory;
  /** Passes over groups and gives where the hits end; a hit is a group of which the cosine of some row may reach the threshold. */
  scan(group: number, end: number, hits: number, scale: number, threshold: number): number;
}

/** Rows are compared in groups of four: their steps, their errors, then the bytes of each. */
const groupRows = 4;
const errorsAt = 16;
const bytesAt = 32;

/** Groups that are compared before the threshold may rise. */
const groupsAtOnce = 128;

/** A hit: four estimates, then which group it is. */
const hitBytes = 32;
const hitGroupAt = 16;

/** What is lost to float32 between an exact cosine and its bounds: some roundings of 6e-8 of numbers about 1. */
const roundingSlack = 1e-6;

/**
 * Vectors scaled to length 1, each number rounded to a byte: a quarter of the memory, and of the time to read it all. A row is a step times its bytes, and the
 * length of what was rounded off bounds how far a cosine can be from the rounded one (Cauchy-Schwarz). Compared in WebAssembly.
 */
export class RoundedRows {
  readonly #dimensions: number;
  /** Bytes of a row: eight are multiplied at a time. */
  readonly #stride: number;
  readonly #groupBytes: number;
  readonly #hitsAt: number;
  readonly #groupsAt: number;
  readonly #kernel: Kernel;
  #bytes!: Int8Array;
  #words!: Uint32Array;
  #floats!: Float32Array;
  #query!: Int16Array;

  /** Room for rows of so many numbers; it grows with them. */
  constructor(dimensions: number) {
    this.#dimensions = dimensions;
    this.#stride = 8 * Math.ceil(dimensions / 8);
    this.#groupBytes = bytesAt + groupRows * this.#stride;
    this.#hitsAt = 2 * this.#stride;
    this.#groupsAt = this.#hitsAt + groupsAtOnce * hitBytes;
    this.#kernel = instantiate(writeKernel(this.#stride, this.#groupsAt)) as Kernel;
    this.#view();
  }

  /** Puts a vector in a row; `scale` is one over its length, 0 for one of zeros. */
  set(row: number, vector: Float32Array, scale: number): void {
    this.#reserve(row);
    const bytes = this.#bytesOf(row);
    const step = Math.fround((largestOf(vector) * scale) / 127);
    let squared = 0;
    for (let i = 0; i < vector.length; i++) {
      const value = vector[i]! * scale;
      const rounded = step === 0 ? 0 : Math.round(value / step);
      this.#bytes[bytes + i] = rounded;
      squared += (value - rounded * step) ** 2;
    }
    const place = this.#placeOf(row);
    this.#floats[place] = step;
    this.#floats[place + errorsAt / 4] = Math.sqrt(squared);
  }

  /** Puts what is in one row into another one, too. */
  copy(from: number, to: number): void {
    const [source, target] = [this.#bytesOf(from), this.#placeOf(to)];
    this.#bytes.copyWithin(this.#bytesOf(to), source, source + this.#stride);
    this.#floats[target] = this.#floats[this.#placeOf(from)]!;
    this.#floats[target + errorsAt / 4] = this.#floats[this.#placeOf(from) + errorsAt / 4]!;
  }

  /**
   * Visits, of the first `size` rows, those whose cosine with the query may reach the threshold, in order, and asks for the threshold now and then; `scale` is one
   * over the length of the query. A row with a number that is none is never visited.
   */
  visit(query: Float32Array, scale: number, size: number, threshold: () => number, visit: VisitRow): void {
    const { step, error } = this.#roundQuery(query, scale);
    // |u·q - rounded| <= error of the row + (1 + error of the row) × error of the query, where errors of rows are less than 1
    const slack = 2 * error + roundingSlack;
    const end = this.#groupsAt + Math.ceil(size / groupRows) * this.#groupBytes;
    const atOnce = groupsAtOnce * this.#groupBytes;
    for (let group = this.#groupsAt; group < end; group += atOnce) {
      const least = threshold() - slack;
      const hitsEnd = this.#kernel.scan(group, Math.min(group + atOnce, end), this.#hitsAt, step, least);
      for (let hit = this.#hitsAt; hit < hitsEnd; hit += hitBytes) this.#visitHit(hit, size, least, slack, visit);
    }
  }

  #visitHit(hit: number, size: number, least: number, slack: number, visit: VisitRow): void {
    const group = this.#words[(hit + hitGroupAt) / 4]!;
    const firstRow = (groupRows * (group - this.#groupsAt)) / this.#groupBytes;
    const end = Math.min(groupRows, size - firstRow);
    for (let i = 0; i < end; i++) {
      const estimate = this.#floats[hit / 4 + i]!;
      const error = this.#floats[(group + errorsAt) / 4 + i]! + slack;
      if (estimate + error >= least) visit(firstRow + i, estimate - error, estimate + error);
    }
  }

  /** The query in 16 bits a number, or as many as leave every sum of products within 32. */
  #roundQuery(query: Float32Array, scale: number): { readonly step: number; readonly error: number } {
    const largest = Math.min(2 ** 15 - 1, Math.floor((2 ** 31 - 1) / (127 * this.#stride)));
    const step = Math.fround((largestOf(query) * scale) / largest);
    let squared = 0;
    for (let i = 0; i < query.length; i++) {
      const value = query[i]! * scale;
      const rounded = step === 0 ? 0 : Math.round(value / step);
      this.#query[i] = rounded;
      squared += (value - rounded * step) ** 2;
    }
    return { step, error: Math.sqrt(squared) };
  }

  #reserve(row: number): void {
    const { memory } = this.#kernel;
    const wanted = this.#groupsAt + (Math.floor(row / groupRows) + 1) * this.#groupBytes;
    const has = memory.buffer.byteLength;
    if (wanted <= has) return;
    memory.grow(Math.ceil(Math.max(wanted - has, has / 2) / pageBytes));
    this.#view();
  }

  #view(): void {
    const { buffer } = this.#kernel.memory;
    this.#bytes = new Int8Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#floats = new Float32Array(buffer);
    this.#query = new Int16Array(buffer, 0, this.#dimensions);
  }

  #groupOf(row: number): number {
    return this.#groupsAt + Math.floor(row / groupRows) * this.#groupBytes;
  }

  #bytesOf(row: number): number {
    return this.#groupOf(row) + bytesAt + (row % groupRows) * this.#stride;
  }

  /** Where among the floats a row's step is. */
  #placeOf(row: number): number {
    return this.#groupOf(row) / 4 + (row % groupRows);
  }
}

function largestOf(vector: Float32Array): number {
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  return largest;
}

const { get, set, tee, i32, i16x8, i32x4, f32x4, v128 } = wasm;

/** A kernel for rows of so many bytes; the query lies where the memory begins. */
function writeKernel(stride: number, bytes: number): Uint8Array {
  const code = writeScan(stride);
  const parameters = ["i32", "i32", "i32", "f32", "f32"] as const;
  return writeModule({ functions: [{ name: "scan", parameters, result: "i32", code }], memory: { bytes } });
}

/** The loop over a row's bytes is written out; each eight of the query meet those of four rows. */
function writeScan(stride: number): FunctionCode {
  const [group, end, hits, scale, threshold, query, estimates] = [0, 1, 2, 3, 4, 5, 6];
  const sums = [7, 8, 9, 10] as const;
  const multiply = (at: number) => [
    ...[...i32.const(0), ...f32x4.load(2 * at), ...set(query)],
    ...sums.flatMap((sum, row) => [
      ...[...get(sum), ...get(group), ...i16x8.loadBytes(bytesAt + row * stride + at), ...get(query)],
      ...[...i32x4.dot, ...i32x4.add, ...set(sum)],
    ]),
  ];
  // (one0 + one2, other0 + other2, one1 + one3, other1 + other3)
  const addHalves = (one: number, other: number) => [
    ...[...get(one), ...get(other), ...v128.pick(0, 4, 1, 5), ...get(one), ...get(other), ...v128.pick(2, 6, 3, 7)],
    ...i32x4.add,
  ];
  const [first, second, third, fourth] = sums;
  const instructions = [
    ...wasm.loop,
    ...sums.flatMap((sum) => [...f32x4.zero, ...set(sum)]),
    ...Array.from({ length: stride / 8 }, (_, i) => multiply(8 * i)).flat(),
    ...[...addHalves(first, second), ...set(first), ...addHalves(third, fourth), ...set(third)],
    ...[...get(first), ...get(third), ...v128.pick(0, 1, 4, 5), ...get(first), ...get(third), ...v128.pick(2, 3, 6, 7)],
    // estimates = sums of products × steps × scale
    ...[...i32x4.add, ...f32x4.ofInts, ...get(group), ...f32x4.load(), ...f32x4.multiply],
    ...[...get(scale), ...f32x4.splat, ...f32x4.multiply, ...set(estimates)],
    // a hit is written in any case, and kept if an estimate and its error reach the threshold
    ...[...get(hits), ...get(estimates), ...f32x4.store(), ...get(hits), ...get(group), ...i32.store(hitGroupAt)],
    ...[...get(hits), ...get(estimates), ...get(group), ...f32x4.load(errorsAt), ...f32x4.add],
    ...[...get(threshold), ...f32x4.splat, ...f32x4.atLeast, ...v128.any],
    ...[...i32.const(Math.log2(hitBytes)), ...i32.shiftLeft, ...i32.add, ...set(hits)],
    ...[...get(group), ...i32.const(bytesAt + groupRows * stride), ...i32.add, ...tee(group)],
    ...[...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
    ...get(hits),
  ];
  return { locals: ["v128", "v128", "v128", "v128", "v128", "v128"], instructions };
}
