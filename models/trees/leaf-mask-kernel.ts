import { instantiate, type ValueType, type WasmFunction, type WasmMemory, writeModule } from "../wasm/wasm-module.ts";
import { bytesOfMask, rowsOfVector, splitBytes, writeAddLeaves } from "./leaf-mask-code.ts";
import { type RankedColumn, rankedColumnBytes, writeRank } from "./rank-code.ts";

/** Trees whose leaves are found by masks. */
export interface MaskedTrees {
  /** Columns of a block, with those that stand for sets of categories. */
  readonly columns: number;
  readonly ranked: readonly RankedColumn[];
  /** Four bytes a split and byte of its mask, as the code of the kernel reads them. */
  readonly splits: Uint8Array;
  /** For each tree and byte of a mask how many splits there are up to its last. */
  readonly ends: Uint32Array;
  /** The leaves of each tree, and what fills up to as many as a mask has bits. */
  readonly leaves: Float32Array;
}

/** Finds the leaves of a block of rows. */
export interface LeafMaskKernel {
  /** Takes the rows: for each column a block of values. */
  readonly block: Float32Array;
  /** What the leaves of each row of the block are added to. */
  readonly sums: Float64Array;
  /** Adds the leaves of all trees to the sum of each of the first `rows`; the sums of up to fifteen others are of no meaning. */
  add(rows: number): void;
}

/** Rows of a block; few enough that the columns a tree asks stay in the fastest cache. */
export const blockRows = 128;
const blockBits = Math.log2(blockRows);

/** A ranked column has a block of ranks for splits that send a missing value left, and one for those that send it right. */
export const blocksOfColumn = 2;
const ranksBytes = blocksOfColumn * blockRows;

const addresses = { sums: 0, masks: 8 * blockRows, ranks: (8 + bytesOfMask) * blockRows, blockBits };

interface Instance {
  readonly memory: WasmMemory;
  rank(ranked: number, rankedEnd: number, rows: number): void;
  /** Adds for so many vectors of rows. */
  readonly [add: `add${number}`]: (tree: number, treesEnd: number, splits: number, leaves: number) => void;
}

let instance: Instance | undefined;
let last: { readonly trees: MaskedTrees; readonly kernel: LeafMaskKernel } | undefined;

/** The kernel with these trees in it, until others are asked for. There is one, as an engine has addresses for no more than a few hundred memories. */
export function kernelWith(trees: MaskedTrees): LeafMaskKernel {
  if (last?.trees !== trees) last = { trees, kernel: fillKernel(trees) };
  return last.kernel;
}

function fillKernel({ columns, ranked, splits, ends, leaves }: MaskedTrees): LeafMaskKernel {
  const blockAt = addresses.ranks + ranked.length * ranksBytes;
  const rankedAt = blockAt + columns * blockRows * 4;
  const thresholds = ranked.flatMap((each) => each.thresholds);
  const thresholdsAt = rankedAt + ranked.length * rankedColumnBytes;
  const splitsAt = thresholdsAt + thresholds.length * 4;
  const leavesAt = splitsAt + splits.byteLength;
  const treesAt = leavesAt + leaves.byteLength;
  const treesEnd = treesAt + ends.byteLength;
  const { memory, rank, ...adds } = instanceOf(treesEnd);
  let threshold = thresholdsAt;
  const columnAddresses = ranked.flatMap(({ column, thresholds: own }, place) => {
    const begin = threshold;
    threshold += own.length * 4;
    return [blockAt + column * blockRows * 4, begin, threshold, addresses.ranks + place * ranksBytes];
  });
  new Int32Array(memory.buffer, rankedAt).set(columnAddresses);
  new Float32Array(memory.buffer, thresholdsAt).set(thresholds);
  new Uint8Array(memory.buffer, splitsAt).set(splits);
  new Float32Array(memory.buffer, leavesAt).set(leaves);
  new Uint32Array(memory.buffer, treesAt).set(ends.map((end) => splitsAt + splitBytes * end));
  return {
    block: new Float32Array(memory.buffer, blockAt, columns * blockRows),
    sums: new Float64Array(memory.buffer, addresses.sums, blockRows),
    add: (rows) => {
      const vectors = Math.ceil(rows / rowsOfVector);
      rank(rankedAt, thresholdsAt, vectors * rowsOfVector);
      adds[`add${vectors}`]!(treesAt, treesEnd, splitsAt, leavesAt);
    },
  };
}

/** The WebAssembly instance, or one with more memory if it has less than that many bytes. */
function instanceOf(bytes: number): Instance {
  if (instance !== undefined && instance.memory.buffer.byteLength >= bytes) return instance;
  const parameters = new Array<ValueType>(4).fill("i32");
  const adds = Array.from({ length: blockRows / rowsOfVector }, (_, i): WasmFunction => {
    return { name: `add${i + 1}`, parameters, code: writeAddLeaves(i + 1, addresses) };
  });
  const functions = [{ name: "rank", parameters: parameters.slice(1), code: writeRank(blockRows) }, ...adds];
  instance = instantiate(writeModule({ functions, memory: { bytes: 2 * bytes } })) as Instance;
  return instance;
}
