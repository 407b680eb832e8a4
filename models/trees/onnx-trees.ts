import { classicDomain, doubleType, encodeModel, type OnnxNode } from "../net/onnx/encode-model.ts";
import type { TreeEnsemble } from "./tree-ensemble.ts";

const ports = { features: "features", score: "score" } as const;

/** A node as ONNX has it. A test that holds, or a missing value where `missingTrue` says so, leads to `whenTrue`; numbers count within the tree. */
interface OnnxTreeNode {
  readonly mode: "LEAF" | "BRANCH_LEQ" | "BRANCH_LT" | "BRANCH_EQ";
  readonly column: number;
  readonly number: number;
  readonly missingTrue: number;
  readonly whenTrue: number;
  readonly whenFalse: number;
}

/**
 * Trees as the bytes of an ONNX model (operator TreeEnsembleRegressor) from `features`, rows × columns, to `score`, rows × 1, both float32. Values
 * are made float64 first, so that the runtime adds the leaves in double precision as `predictTrees` does. A set of categories is a chain of nodes
 * that ask for one category each.
 */
export function exportTrees(ensemble: TreeEnsemble): Uint8Array {
  const { features, score } = ports;
  const doubles = { operator: "Cast", inputs: [features], outputs: ["doubles"], attributes: { to: doubleType } };
  return encodeModel({
    inputs: [{ name: features, type: "float32", shape: ["batch", ensemble.columns] }],
    initializers: [],
    nodes: [doubles, regressor(ensemble)],
    outputs: [{ name: score, type: "float32", shape: ["batch", 1] }],
  });
}

function regressor(ensemble: TreeEnsemble): OnnxNode {
  const trees = Array.from(ensemble.roots, (root) => treeNodes(ensemble, root));
  // the operator wants a tree, so that without any there is one that adds nothing
  if (trees.length === 0) trees.push([leaf(0)]);
  const nodes = trees.flatMap((tree, index) => tree.map((node, id) => ({ ...node, tree: index, id })));
  const leaves = nodes.filter(({ mode }) => mode === "LEAF");
  return {
    operator: "TreeEnsembleRegressor",
    domain: classicDomain,
    inputs: ["doubles"],
    outputs: [ports.score],
    attributes: {
      n_targets: 1,
      base_values_as_tensor: Float64Array.of(ensemble.base),
      nodes_treeids: nodes.map(({ tree }) => tree),
      nodes_nodeids: nodes.map(({ id }) => id),
      nodes_modes: nodes.map(({ mode }) => mode),
      nodes_featureids: nodes.map(({ column }) => column),
      nodes_values_as_tensor: Float64Array.from(nodes, ({ mode, number }) => (mode === "LEAF" ? 0 : number)),
      nodes_missing_value_tracks_true: nodes.map(({ missingTrue }) => missingTrue),
      nodes_truenodeids: nodes.map(({ whenTrue }) => whenTrue),
      nodes_falsenodeids: nodes.map(({ whenFalse }) => whenFalse),
      target_treeids: leaves.map(({ tree }) => tree),
      target_nodeids: leaves.map(({ id }) => id),
      target_ids: leaves.map(() => 0),
      target_weights_as_tensor: Float64Array.from(leaves, ({ number }) => number),
    },
  };
}

/** The nodes of a tree, its root first. */
function treeNodes(ensemble: TreeEnsemble, root: number): readonly OnnxTreeNode[] {
  const waiting = [root];
  /** Where the nodes of the tree begin, in the order in which they are met. */
  const places = new Map<number, number>();
  let size = 0;
  for (const node of waiting) {
    places.set(node, size);
    size += lengthOf(ensemble, node);
    if (ensemble.column[node]! >= 0) waiting.push(ensemble.left[node]!, ensemble.right[node]!);
  }
  return waiting.flatMap((node) => onnxNodes(ensemble, node, places));
}

/** How many nodes of ONNX a node needs. */
function lengthOf({ column, categories }: TreeEnsemble, node: number): number {
  return column[node]! < 0 ? 1 : Math.max(1, categories.get(node)?.size ?? 1);
}

function onnxNodes(ensemble: TreeEnsemble, node: number, places: ReadonlyMap<number, number>): readonly OnnxTreeNode[] {
  const column = ensemble.column[node]!;
  if (column < 0) return [leaf(ensemble.value[node]!)];
  const whenTrue = places.get(ensemble.left[node]!)!;
  const whenFalse = places.get(ensemble.right[node]!)!;
  const common = { column, missingTrue: ensemble.missingLeft[node]!, whenTrue, whenFalse };
  const categories = ensemble.categories.get(node);
  if (categories === undefined) return [{ ...common, mode: "BRANCH_LEQ", number: ensemble.threshold[node]! }];
  // nothing is in an empty set, and nothing is below this
  if (categories.size === 0) return [{ ...common, mode: "BRANCH_LT", number: -Infinity }];
  const start = places.get(node)!;
  return [...categories].map((category, index) => {
    const isLast = index === categories.size - 1;
    return { ...common, mode: "BRANCH_EQ", number: category, whenFalse: isLast ? whenFalse : start + index + 1 };
  });
}

function leaf(value: number): OnnxTreeNode {
  return { mode: "LEAF", column: 0, number: value, missingTrue: 0, whenTrue: 0, whenFalse: 0 };
}
