import type { Artifact } from "../../schemas/artifact.ts";
import { modelDamage } from "../baselines/model-file.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/*
 * The file, little-endian: the mark and the version; how many columns, nodes, splits and numbers of category sets there are; the base;
 * value and cover of each node; column, threshold and gain of each split; of each split by category how many numbers go left, and which;
 * a byte for each node that says what it is. Nodes lie in pre-order: a left child follows its parent, a right child the left one's tree.
 * So the file holds no node numbers, and none can be wrong.
 */
const mark = "twintree";
const version = 1;
const headerBytes = 40;

/** What the byte of a node says: a leaf has none of these. */
const bits = { split: 1, missingLeft: 2, categories: 4 } as const;

interface Counts {
  readonly columns: number;
  readonly nodes: number;
  readonly splits: number;
  readonly numbers: number;
}

/** Trees as a file of that name: 9 bytes a leaf, 21 a split. Loading gives the same trees, their nodes in pre-order. */
export function saveTrees(file: string, ensemble: TreeEnsemble): Artifact {
  const order = preOrder(ensemble);
  const splits = order.filter((node) => ensemble.column[node]! >= 0);
  const numbers = splits.flatMap((node) => listed(ensemble.categories.get(node)));
  const counts = { columns: ensemble.columns, nodes: order.length, splits: splits.length, numbers: numbers.length };
  const bytes = new Uint8Array(fileBytes(counts));
  const sections = sectionsOf(bytes.buffer, counts);
  writeHeader(bytes, counts, ensemble.base);
  sections.value.set(order.map((node) => ensemble.value[node]!));
  sections.cover.set(order.map((node) => ensemble.cover[node]!));
  sections.column.set(splits.map((node) => ensemble.column[node]!));
  sections.threshold.set(splits.map((node) => ensemble.threshold[node]!));
  sections.gain.set(splits.map((node) => ensemble.gain[node]!));
  sections.numbers.set(numbers);
  sections.kinds.set(order.map((node) => kindOf(ensemble, node)));
  return { [file]: bytes };
}

/** Reads what `saveTrees` wrote, for a kind of model. Throws DATA_DAMAGED for anything else. */
export function loadTrees(kind: string, file: string, artifact: Artifact): TreeEnsemble {
  const damaged = (what: string) => modelDamage(kind, file, what);
  const saved = artifact[file];
  if (saved === undefined) throw damaged("it is missing");
  // copied, as numbers must start at a multiple of their size
  const bytes = new Uint8Array(saved);
  if (bytes.length < headerBytes || new TextDecoder().decode(bytes.subarray(0, mark.length)) !== mark)
    throw damaged("it doesn't start as trees do");
  const header = new DataView(bytes.buffer);
  const word = (place: number) => header.getUint32(mark.length + 4 * place, true);
  if (word(0) !== version) throw damaged(`its version is ${word(0)}, this program reads ${version}`);
  const counts = { columns: word(1), nodes: word(2), splits: word(3), numbers: word(4) };
  if (bytes.length !== fileBytes(counts)) throw damaged(`it has ${bytes.length} bytes, not ${fileBytes(counts)}`);
  const base = header.getFloat64(headerBytes - 8, true);
  const sections = sectionsOf(bytes.buffer, counts);
  const fault = faultOf(counts, base, sections);
  if (fault !== undefined) throw damaged(fault);
  return readTrees(counts, base, sections, damaged);
}

type Sections = ReturnType<typeof sectionsOf>;

function fileBytes({ nodes, splits, numbers }: Counts): number {
  return headerBytes + 9 * nodes + 12 * splits + 4 * numbers;
}

function sectionsOf(buffer: ArrayBuffer, { nodes, splits, numbers }: Counts) {
  let place = headerBytes;
  const next = (length: number) => {
    place += 4 * length;
    return [buffer, place - 4 * length, length] as const;
  };
  return {
    value: new Float32Array(...next(nodes)),
    cover: new Float32Array(...next(nodes)),
    column: new Uint32Array(...next(splits)),
    threshold: new Float32Array(...next(splits)),
    gain: new Float32Array(...next(splits)),
    numbers: new Int32Array(...next(numbers)),
    kinds: new Uint8Array(buffer, place, nodes),
  };
}

function writeHeader(bytes: Uint8Array<ArrayBuffer>, { columns, nodes, splits, numbers }: Counts, base: number): void {
  bytes.set(new TextEncoder().encode(mark));
  const header = new DataView(bytes.buffer);
  for (const [place, word] of [version, columns, nodes, splits, numbers].entries())
    header.setUint32(mark.length + 4 * place, word, true);
  header.setFloat64(headerBytes - 8, base, true);
}

function preOrder({ roots, column, left, right }: TreeEnsemble): readonly number[] {
  const order: number[] = [];
  const waiting = [...roots].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    order.push(node);
    if (column[node]! >= 0) waiting.push(right[node]!, left[node]!);
  }
  return order;
}

function kindOf({ column, missingLeft, categories }: TreeEnsemble, node: number): number {
  if (column[node]! < 0) return 0;
  return bits.split | (missingLeft[node] ? bits.missingLeft : 0) | (categories.has(node) ? bits.categories : 0);
}

function listed(categories: ReadonlySet<number> | undefined): readonly number[] {
  return categories === undefined ? [] : [categories.size, ...[...categories].sort((a, b) => a - b)];
}

/** What is wrong with the numbers of a file. */
function faultOf({ columns, splits }: Counts, base: number, sections: Sections): string | undefined {
  const { value, cover, column, threshold, gain, kinds } = sections;
  if (columns < 1 || columns >= 2 ** 31) return `it says that rows have ${columns} columns`;
  if (!Number.isFinite(base) || !value.every(Number.isFinite)) return "a value in it is not finite";
  if (!cover.every((rows) => rows >= 0 && rows < Infinity)) return "a node in it was reached by no number of rows";
  if (!column.every((asked) => asked < columns)) return "a split in it asks a column that rows don't have";
  if (threshold.some(Number.isNaN) || !gain.every(Number.isFinite)) return "a split in it has no number";
  if (!kinds.every((kind) => kind === 0 || (kind < 8 && kind & bits.split))) return "a node in it is of no kind";
  if (kinds.filter((kind) => kind > 0).length !== splits) return "it has splits without nodes, or nodes without splits";
  return undefined;
}

function readTrees(
  { columns, nodes }: Counts,
  base: number,
  { value, cover, kinds, numbers, ...saved }: Sections,
  damaged: (what: string) => Error,
): TreeEnsemble {
  const { roots, left, right } = joinNodes(kinds, damaged);
  const column = new Int32Array(nodes).fill(-1);
  const [threshold, gain] = [new Float32Array(nodes), new Float32Array(nodes)];
  for (const [split, node] of nodesWith(bits.split, kinds).entries()) {
    column[node] = saved.column[split]!;
    threshold[node] = saved.threshold[split]!;
    gain[node] = saved.gain[split]!;
  }
  const missingLeft = kinds.map((kind) => Number((kind & bits.missingLeft) > 0));
  const categories = readCategories(nodesWith(bits.categories, kinds), numbers, damaged);
  // the value and cover of the file are copied, so that the rest of it needn't stay in memory
  return {
    ...{ columns, base, roots, column, threshold, left, right, missingLeft },
    ...{ value: value.slice(), gain, cover: cover.slice(), categories },
  };
}

/** Finds the children of nodes in pre-order. */
function joinNodes(kinds: Uint8Array, damaged: (what: string) => Error) {
  const [left, right] = [new Uint32Array(kinds.length), new Uint32Array(kinds.length)];
  const roots: number[] = [];
  /** Splits whose right child is still to come. */
  const open: number[] = [];
  let isEnd = true;
  for (const [node, kind] of kinds.entries()) {
    if (isEnd) roots.push(node);
    if (kind & bits.split) {
      left[node] = node + 1;
      open.push(node);
      isEnd = false;
    } else {
      isEnd = open.length === 0;
      if (!isEnd) right[open.pop()!] = node + 1;
    }
  }
  if (!isEnd) throw damaged("its last tree is cut short");
  return { roots: Uint32Array.from(roots), left, right };
}

function nodesWith(bit: number, kinds: Uint8Array): readonly number[] {
  return [...kinds.keys()].filter((node) => kinds[node]! & bit);
}

function readCategories(nodes: readonly number[], numbers: Int32Array, damaged: (what: string) => Error) {
  let end = 0;
  const sets = nodes.map((node) => {
    const start = end + 1;
    end = start + (numbers[end] ?? numbers.length);
    const list = numbers.subarray(start, end);
    if (end < start || end > numbers.length || list.some((number, i) => i > 0 && number <= list[i - 1]!))
      throw damaged("a set of categories in it is none");
    return [node, new Set(list)] as const;
  });
  if (end < numbers.length) throw damaged("it has categories without nodes");
  return new Map(sets);
}
