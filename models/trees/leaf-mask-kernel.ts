import {
  type FunctionCode,
  givenMemory,
  instantiate,
  type ValueType,
  type WasmFunction,
  type WasmMemory,
  writeModule,
} from "../wasm/wasm-module.ts";
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

/** Ranks the values of columns: where the columns begin and end, and how many values each has. */
type Rank = (ranked: number, rankedEnd: number, rows: number) => void;

/** Adds the leaves of all trees: where trees begin and end, where their splits begin, and their leaves. */
type AddLeaves = (tree: number, treesEnd: number, splits: number, leaves: number) => void;

/** One memory and the code that works on it. */
class Instance {
  readonly memory: WasmMemory;
  readonly rank: Rank;
  /** By how many vectors of rows they do; there is much code in each, which is written when it is asked for. */
  readonly #adds = new Map<number, AddLeaves>();

  constructor(bytes: number) {
    this.memory = givenMemory(bytes);
    this.rank = this.#start(3, writeRank(blockRows));
  }

  addOf(vectors: number): AddLeaves {
    let add = this.#adds.get(vectors);
    if (add === undefined) {
      add = this.#start<AddLeaves>(4, writeAddLeaves(vectors, addresses));
      this.#adds.set(vectors, add);
    }
    return add;
  }

  #start<Code>(parameters: number, code: FunctionCode): Code {
    const run: WasmFunction = { name: "run", parameters: new Array<ValueType>(parameters).fill("i32"), code };
    const exported = instantiate(writeModule({ functions: [run], memory: "given" }), this.memory);
    return (exported as { run: Code }).run;
  }
}

/** Trees, and the instance that has them in its memory. */
interface Filled {
  readonly trees: MaskedTrees;
  readonly instance: Instance;
  readonly kernel: LeafMaskKernel;
}

/** A champion has trees for searches and trees for products that stand alone, and a challenger beside it has as many. An engine has addresses for no more than a few hundred memories. */
const mostFilled = 4;
/** Those asked for last stand first. */
const filled: Filled[] = [];

/** The kernel with these trees in it; it stays filled until others were asked for four times over. */
export function kernelWith(trees: MaskedTrees): LeafMaskKernel {
  const place = filled.findIndex((each) => each.trees === trees);
  const wanted = place < 0 ? fill(trees, spare()) : filled.splice(place, 1)[0]!;
  filled.unshift(wanted);
  return wanted.kernel;
}

/** The instance that was asked for longest ago, where there are enough. */
function spare(): Instance | undefined {
  return filled.length < mostFilled ? undefined : filled.pop()!.instance;
}

/** Writes trees into the memory of an instance that was used before, if it has the room, or of a new one. */
function fill(trees: MaskedTrees, used: Instance | undefined): Filled {
  const { columns, ranked, splits, ends, leaves } = trees;
  const blockAt = addresses.ranks + ranked.length * ranksBytes;
  const rankedAt = blockAt + columns * blockRows * 4;
  const thresholds = ranked.flatMap((each) => each.thresholds);
  const thresholdsAt = rankedAt + ranked.length * rankedColumnBytes;
  const splitsAt = thresholdsAt + thresholds.length * 4;
  const leavesAt = splitsAt + splits.byteLength;
  const treesAt = leavesAt + leaves.byteLength;
  const treesEnd = treesAt + ends.byteLength;
  const instance = used !== undefined && used.memory.buffer.byteLength >= treesEnd ? used : new Instance(2 * treesEnd);
  const { buffer } = instance.memory;
  let threshold = thresholdsAt;
  const columnAddresses = ranked.flatMap(({ column, thresholds: own }, place) => {
    const begin = threshold;
    threshold += own.length * 4;
    return [blockAt + column * blockRows * 4, begin, threshold, addresses.ranks + place * ranksBytes];
  });
  new Int32Array(buffer, rankedAt).set(columnAddresses);
  new Float32Array(buffer, thresholdsAt).set(thresholds);
  new Uint8Array(buffer, splitsAt).set(splits);
  new Float32Array(buffer, leavesAt).set(leaves);
  new Uint32Array(buffer, treesAt).set(ends.map((end) => splitsAt + splitBytes * end));
  const kernel: LeafMaskKernel = {
    block: new Float32Array(buffer, blockAt, columns * blockRows),
    sums: new Float64Array(buffer, addresses.sums, blockRows),
    add: (rows) => {
      const vectors = Math.ceil(rows / rowsOfVector);
      instance.rank(rankedAt, thresholdsAt, vectors * rowsOfVector);
      instance.addOf(vectors)(treesAt, treesEnd, splitsAt, leavesAt);
    },
  };
  return { trees, instance, kernel };
}
