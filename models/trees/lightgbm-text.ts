import { type LightGbmSection, readLightGbmSections } from "./lightgbm-lines.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

/** Trees that LightGBM grew. */
export interface LightGbmModel {
  /** Gives raw scores: those of `objective=regression` and `lambdarank` are the scores, those of `binary sigmoid:1` are logits. */
  readonly ensemble: TreeEnsemble;
  /** What LightGBM calls the columns. */
  readonly names: readonly string[];
  /** What the trees were grown for, in LightGBM's words. */
  readonly objective: string;
  /** Columns in which zero is a missing value, as with `zero_as_missing`: see `zerosMissing`. */
  readonly zeroMissing: ReadonlySet<number>;
}

/**
 * Reads a LightGBM text model (`save_model`). LightGBM's thresholds are float64 and here float32: each becomes the largest float32 that is not above
 * it, so that a float32 goes the same way at both. Leaves are rounded to float32. A category is a whole number; LightGBM would cut a fraction off.
 * Throws DATA_DAMAGED for a text that is no such model and WRONG_USAGE for linear trees and several classes, naming the line.
 */
export function readLightGbm(text: string): LightGbmModel {
  const { head, trees: sections } = readLightGbmSections(text);
  const columns = head.count("max_feature_idx") + 1;
  const names = head.text("feature_names").split(" ");
  if (names.length !== columns) throw head.damaged("feature_names", `has ${names.length} names for ${columns} columns`);
  if (head.text("num_tree_per_iteration") !== "1")
    throw head.refused("num_tree_per_iteration", "models of several classes can't be taken; train one for each class");
  const trees = sections.map((section) => readTree(section, columns));
  const share = head.has("average_output") ? 1 / trees.length : 1;
  return {
    ensemble: joinTrees(trees, columns, share),
    names,
    objective: head.has("objective") ? head.text("objective") : "custom",
    zeroMissing: zeroMissingColumns(trees, sections),
  };
}

/** Rows as the trees of a model ask them: NaN for zero where that is a missing value. */
export function zerosMissing(
  { ensemble: { columns }, zeroMissing }: LightGbmModel,
  values: Float32Array,
): Float32Array {
  if (zeroMissing.size === 0) return values;
  return values.map((value, i) => (zeroMissing.has(i % columns) && Math.abs(value) <= almostZero ? Number.NaN : value));
}

/** What LightGBM takes for zero. */
const almostZero = Math.fround(1e-35);

/** How the bits of `decision_type` are to be read. */
const bits = { categorical: 1, defaultLeft: 2 } as const;
const missingTypes = ["none", "zero", "nan"] as const;

/** A node of a tree; children count within the tree, splits first, then leaves. */
interface LightGbmNode {
  readonly column: number;
  readonly threshold: number;
  readonly left: number;
  readonly right: number;
  readonly missingLeft: boolean;
  /** Which kind of value is missing, at a split by threshold. */
  readonly missing?: (typeof missingTypes)[number];
  readonly value: number;
  readonly gain: number;
  readonly cover: number;
  readonly categories?: ReadonlySet<number>;
}

function readTree(section: LightGbmSection, columns: number): readonly LightGbmNode[] {
  if (section.has("is_linear") && section.text("is_linear") !== "0")
    throw section.refused("is_linear", "linear trees can't be taken; train with linear_tree=false");
  const leaves = section.count("num_leaves");
  if (leaves < 1) throw section.damaged("num_leaves", "says that a tree has no leaves");
  const values = section.numbers("leaf_value", leaves);
  // a tree that is a leaf may not say how many rows reached it
  const covers = leaves > 1 ? section.numbers("leaf_count", leaves) : [0];
  const leaf = { column: -1, threshold: 0, left: 0, right: 0, missingLeft: false, gain: 0 };
  const ends = values.map((value, index): LightGbmNode => ({ ...leaf, value, cover: covers[index]! }));
  return leaves > 1 ? [...readSplits(section, leaves - 1, columns), ...ends] : ends;
}

function readSplits(section: LightGbmSection, splits: number, columns: number): readonly LightGbmNode[] {
  const list = (name: string) => section.numbers(name, splits);
  const [column, threshold, type] = [list("split_feature"), list("threshold"), list("decision_type")];
  const [left, right] = readChildren(section, splits);
  const [value, gain, cover] = [list("internal_value"), list("split_gain"), list("internal_count")];
  if (!column.every((asked) => Number.isInteger(asked) && asked >= 0 && asked < columns))
    throw section.damaged("split_feature", "asks a column that the model doesn't have");
  const sets = readCategories(section);
  return column.map((asked, split): LightGbmNode => {
    const node = {
      column: asked,
      left: left![split]!,
      right: right![split]!,
      value: value[split]!,
      gain: gain[split]!,
    };
    const common = { ...node, cover: cover[split]! };
    if (type[split]! & bits.categorical) {
      const categories = sets[threshold[split]!];
      if (categories === undefined) throw section.damaged("threshold", "names categories that are not there");
      return { ...common, threshold: 0, missingLeft: false, categories };
    }
    const missing = missingTypes[type[split]! >> 2];
    if (missing === undefined) throw section.damaged("decision_type", "knows a missing value that is none");
    // where nothing is missing LightGBM takes NaN for 0
    const missingLeft = missing === "none" ? threshold[split]! >= 0 : (type[split]! & bits.defaultLeft) > 0;
    return { ...common, threshold: floatBelow(threshold[split]!), missingLeft, missing };
  });
}

/** The children of splits, with leaf `~i` as `splits + i`. LightGBM numbers splits as it makes them, so that a child comes after its parent. */
function readChildren(section: LightGbmSection, splits: number): readonly (readonly number[])[] {
  const met = new Set<number>();
  return ["left_child", "right_child"].map((name) =>
    section.numbers(name, splits).map((written, parent) => {
      const child = written < 0 ? splits - 1 - written : written;
      if (!(Number.isInteger(child) && child > parent && child <= 2 * splits && (written < 0 || child < splits)))
        throw section.damaged(name, `leads from split ${parent} to ${written}, which can't be`);
      if (met.has(child)) throw section.damaged(name, `leads to ${written} a second time`);
      met.add(child);
      return child;
    }),
  );
}

/** The sets of a tree: bits of words of 32, whose places are the categories. */
function readCategories(section: LightGbmSection): readonly ReadonlySet<number>[] {
  const count = section.count("num_cat");
  if (count === 0) return [];
  const bounds = section.numbers("cat_boundaries", count + 1);
  if (bounds[0] !== 0 || !bounds.every((bound, i) => Number.isInteger(bound) && bound >= (bounds[i - 1] ?? 0)))
    throw section.damaged("cat_boundaries", "doesn't count up from 0");
  const words = section.numbers("cat_threshold", bounds[count]!);
  return bounds.slice(1).map((end, index) => {
    const own = words.slice(bounds[index], end);
    const places = own.flatMap((word, place) => Array.from({ length: 32 }, (_, bit) => ({ word, bit, place })));
    return new Set(places.filter(({ word, bit }) => (word >>> bit) & 1).map(({ bit, place }) => 32 * place + bit));
  });
}

/** The largest float32 that is not above a number. */
function floatBelow(threshold: number): number {
  const near = Float32Array.of(threshold);
  if (near[0]! <= threshold) return near[0]!;
  // the bits of floats of one sign are in order, those below 0 backwards; what is below 0 itself is the smallest of them
  const bitsOf = new Uint32Array(near.buffer);
  if (near[0] === 0) bitsOf[0] = 0x80000001;
  else bitsOf[0]! += near[0]! > 0 ? -1 : 1;
  return near[0]!;
}

/** Columns where zero is missing. */
function zeroMissingColumns(trees: readonly (readonly LightGbmNode[])[], sections: readonly LightGbmSection[]) {
  const kinds = new Map<number, LightGbmNode["missing"]>();
  for (const [tree, nodes] of trees.entries()) {
    for (const { column, missing } of nodes) {
      if (missing === undefined) continue;
      const before = kinds.get(column) ?? missing;
      if (before !== missing && [before, missing].includes("zero"))
        throw sections[tree]!.refused("decision_type", "zero is missing here and a number elsewhere; train it anew");
      kinds.set(column, missing);
    }
  }
  return new Set([...kinds].flatMap(([column, missing]) => (missing === "zero" ? [column] : [])));
}

function joinTrees(trees: readonly (readonly LightGbmNode[])[], columns: number, share: number): TreeEnsemble {
  const starts: number[] = [];
  let size = 0;
  for (const tree of trees) {
    starts.push(size);
    size += tree.length;
  }
  const nodes = trees.flatMap((tree, index) => tree.map((node) => ({ ...node, start: starts[index]! })));
  const sets = nodes.flatMap(({ categories }, node) => (categories ? [[node, categories] as const] : []));
  return {
    columns,
    base: 0,
    roots: Uint32Array.from(starts),
    column: Int32Array.from(nodes, ({ column }) => column),
    threshold: Float32Array.from(nodes, ({ threshold }) => threshold),
    left: Uint32Array.from(nodes, ({ start, left }) => start + left),
    right: Uint32Array.from(nodes, ({ start, right }) => start + right),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => Number(missingLeft)),
    value: Float32Array.from(nodes, ({ value }) => value * share),
    gain: Float32Array.from(nodes, ({ gain }) => gain),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
    categories: new Map(sets),
  };
}
