import {
  type FunctionCode,
  instantiate,
  type ValueType,
  type WasmMemory,
  wasm,
  writeModule,
} from "../wasm/wasm-module.ts";

/** Trees whose leaves are found by masks. */
export interface MaskedTrees {
  /** Columns of a block, with those that stand for sets of categories. */
  readonly columns: number;
  /** Three numbers a split: the place of its column in the block times four, the bits of its threshold, its mask. */
  readonly splits: Int32Array;
  readonly leaves: Float32Array;
  readonly trees: readonly MaskedTree[];
}

/** Where a tree begins: its splits, first those that send a missing value left, and its leaves. */
export interface MaskedTree {
  readonly splits: number;
  readonly missingRight: number;
  readonly end: number;
  readonly leaf: number;
}

/** Finds the leaves of a block of rows. */
export interface LeafMaskKernel {
  /** Takes the rows: for each column a block of values. */
  readonly block: Float32Array;
  /** What the leaves of each row of the block are added to. */
  readonly sums: Float64Array;
  /** Adds the leaves of all trees to the sum of each of the first `rows`, a multiple of `rowsAtOnce`. */
  add(rows: number): void;
}

/** Rows of a block; few enough that the columns a tree asks stay in the fastest cache. */
export const blockRows = 128;

const splitBytes = 12;
/** A tree is four addresses: of its splits, of those that send a missing value right, of their end, of its leaves. */
const treeBytes = 16;
const vectors = 4;

/** Rows that are followed at the same time. */
export const rowsAtOnce = 4 * vectors;

interface Instance {
  readonly memory: WasmMemory;
  add(tree: number, treesEnd: number, block: number, end: number, sums: number): void;
}

let instance: Instance | undefined;
let last: { readonly trees: MaskedTrees; readonly kernel: LeafMaskKernel } | undefined;

/** The kernel with these trees in it, until others are asked for. There is one, as an engine has addresses for no more than a few hundred memories. */
export function kernelWith(trees: MaskedTrees): LeafMaskKernel {
  if (last?.trees !== trees) last = { trees, kernel: fillKernel(trees) };
  return last.kernel;
}

function fillKernel({ columns, splits, leaves, trees }: MaskedTrees): LeafMaskKernel {
  const blockAt = blockRows * 8;
  const splitsAt = blockAt + columns * blockRows * 4;
  const leavesAt = splitsAt + splits.byteLength;
  const treesAt = leavesAt + leaves.byteLength;
  const treesEnd = treesAt + treeBytes * trees.length;
  const { memory, add } = instanceOf(treesEnd);
  const addressesOf = (tree: MaskedTree) => [
    ...[tree.splits, tree.missingRight, tree.end].map((split) => splitsAt + splitBytes * split),
    leavesAt + tree.leaf * 4,
  ];
  new Int32Array(memory.buffer, treesAt).set(trees.flatMap(addressesOf));
  new Int32Array(memory.buffer, splitsAt).set(splits);
  new Float32Array(memory.buffer, leavesAt).set(leaves);
  return {
    block: new Float32Array(memory.buffer, blockAt, columns * blockRows),
    sums: new Float64Array(memory.buffer, 0, blockRows),
    add: (rows) => add(treesAt, treesEnd, blockAt, blockAt + rows * 4, 0),
  };
}

/** The WebAssembly instance, or one with more memory if it has less than that many bytes. */
function instanceOf(bytes: number): Instance {
  if (instance !== undefined && instance.memory.buffer.byteLength >= bytes) return instance;
  const parameters = new Array<ValueType>(5).fill("i32");
  const functions = [{ name: "add", parameters, code: writeAdd() }];
  instance = instantiate(writeModule({ functions, memory: { bytes: 2 * bytes } })) as Instance;
  return instance;
}

const { get, set, tee, i32, f32, f64, f32x4, v128 } = wasm;

/** For each tree and group of rows: starts with the bits of all leaves, takes away those that splits rule out, and adds the lowest that is left. */
function writeAdd(): FunctionCode {
  const [tree, treesEnd, block, end, sums, group, sum, split, column] = [0, 1, 2, 3, 4, 5, 6, 7, 8];
  const [splits, half, splitsEnd, leaves, threshold, mask, first] = [9, 10, 11, 12, 13, 14, 15];
  const each = Array.from({ length: vectors }, (_, vector) => vector);
  const openSplit = [
    ...[...get(group), ...get(split), ...i32.load(0), ...i32.add, ...set(column)],
    ...[...get(split), ...f32x4.loadSplat(4), ...set(threshold), ...get(split), ...f32x4.loadSplat(8), ...set(mask)],
  ];
  const compare = (vector: number) => [...get(column), ...f32x4.load(16 * vector), ...get(threshold)];
  // a missing value is neither greater nor at most: it goes left by the one, right by the other
  const greater = (vector: number) => [...get(mask), ...compare(vector), ...f32x4.greater, ...v128.and];
  const notAtMost = (vector: number) => [...get(mask), ...compare(vector), ...f32x4.atMost, ...v128.without];
  const ruleOut = (goesRight: (vector: number) => readonly number[], until: number) =>
    whileBelow(split, until, splitBytes, [
      ...openSplit,
      ...each.flatMap((vector) => [
        ...[...get(first + vector), ...goesRight(vector), ...v128.without, ...set(first + vector)],
      ]),
    ]);
  const addLeaf = (row: number) => [
    ...[...get(sum), ...get(sum), ...f64.load(8 * row), ...get(leaves)],
    ...[...get(first + Math.floor(row / 4)), ...v128.intLane(row % 4), ...i32.trailingZeros],
    ...[
      ...i32.const(2),
      ...i32.shiftLeft,
      ...i32.add,
      ...f32.load(),
      ...f64.ofFloat,
      ...f64.add,
      ...f64.store(8 * row),
    ],
  ];
  const openTree = [
    ...[splits, half, splitsEnd, leaves].flatMap((address, i) => [...get(tree), ...i32.load(4 * i), ...set(address)]),
    ...[...get(block), ...set(group), ...get(sums), ...set(sum)],
  ];
  const followGroups = whileBelow(group, end, 4 * rowsAtOnce, [
    ...each.flatMap((vector) => [...v128.ones, ...set(first + vector)]),
    ...[...get(splits), ...set(split)],
    ...ruleOut(greater, half),
    ...ruleOut(notAtMost, splitsEnd),
    ...Array.from({ length: rowsAtOnce }, (_, row) => addLeaf(row)).flat(),
    ...[...get(sum), ...i32.const(8 * rowsAtOnce), ...i32.add, ...set(sum)],
  ]);
  const instructions = whileBelow(tree, treesEnd, treeBytes, [...openTree, ...followGroups]);
  const pointers = new Array<ValueType>(8).fill("i32");
  return { locals: [...pointers, "v128", "v128", ...each.map(() => "v128" as const)], instructions };
}

/** Runs instructions while a pointer is below an end, which it comes nearer to by `step` each time. */
function whileBelow(pointer: number, end: number, step: number, instructions: readonly number[]): readonly number[] {
  return [
    ...[...wasm.block, ...get(pointer), ...get(end), ...i32.atLeast, ...wasm.branchIf(0)],
    ...[...wasm.loop, ...instructions],
    ...[...get(pointer), ...i32.const(step), ...i32.add, ...tee(pointer)],
    ...[...get(end), ...i32.less, ...wasm.branchIf(0), ...wasm.end, ...wasm.end],
  ];
}
