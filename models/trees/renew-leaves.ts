import type { GrownTree } from "./tree-nodes.ts";

/** The tree with each leaf's value computed from a number of each of its rows; inner nodes have the mean over the rows of their leaves. */
export function renewLeaves(
  tree: GrownTree,
  order: Uint32Array,
  numberOf: (row: number) => number,
  leafValue: (numbers: Float64Array) => number,
): GrownTree {
  const { left, right, cover, leaves, column } = tree;
  const value = new Float32Array(tree.value.length);
  for (const { node, begin, end } of leaves) {
    value[node] = leafValue(Float64Array.from(order.subarray(begin, end), numberOf));
  }
  // children come after their parents
  for (let node = value.length - 1; node >= 0; node--) {
    if (column[node]! < 0) continue;
    const [a, b] = [left[node]!, right[node]!];
    value[node] = (value[a]! * cover[a]! + value[b]! * cover[b]!) / cover[node]!;
  }
  return { ...tree, value };
}
