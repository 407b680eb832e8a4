import { type Quadrature, quadrature } from "./quadrature.ts";
import { goesLeft, type TreeEnsemble } from "./tree-ensemble.ts";

/** What the columns add to the score of each row. */
export interface TreeContributions {
  /** The score that is expected of a row of which nothing is known. */
  readonly base: number;
  /** As many as the values of the rows, in the same order; those of a row and the base add up to its score. */
  readonly values: Float32Array;
}

/**
 * The Shapley value of each column: what knowing it adds to the expected score, on average over all orders in which columns could become known. A
 * column that isn't known sends a row both ways, in shares of the training rows that went there (TreeSHAP, path-dependent: Lundberg et al. 2018).
 *
 * Of a leaf, with o the 1 or 0 of whether the row's value keeps to its path and z the share that does, the value of column i is
 * v (oᵢ - zᵢ) ∫ Π (zⱼ + (oⱼ - zⱼ) t) dt over j ≠ i and t from 0 to 1 (Owen's multilinear extension, 1972). The integral is a sum over a few
 * points, exactly, and the sums of all leaves below a node are made once (as in Linear TreeShap, Yu et al. 2022): leaves × depth steps.
 */
export function treeContributions(ensemble: TreeEnsemble, values: Float32Array): TreeContributions {
  const sums = new Float64Array(values.length);
  let { base } = ensemble;
  for (const root of ensemble.roots) {
    const tree = tracePaths(ensemble, root);
    const factors = writeFactors(tree);
    base += tree.expected;
    for (let start = 0; start < values.length; start += ensemble.columns) {
      takeSides(ensemble, tree, factors, values, start);
      multiplyDown(tree, factors);
      addUp(ensemble, tree, factors, sums, start);
    }
  }
  return { base, values: Float32Array.from(sums) };
}

/** A tree from its root down: each node with the edge that leads to it. */
interface TracedTree {
  readonly nodes: Int32Array;
  /** Where the left child lies, the right one behind it; 0 at a leaf. */
  readonly children: Int32Array;
  /** Of a split, where the nearest edge above it lies that asks the same column, or 0, the root, to which no edge leads. */
  readonly above: Int32Array;
  /** z: the share of the training rows that take the edge, times that of the edges above it that ask the same column. */
  readonly share: Float64Array;
  /** The mean of the leaves, by training rows. */
  readonly expected: number;
  readonly quadrature: Quadrature;
}

function tracePaths(ensemble: TreeEnsemble, root: number): TracedTree {
  const { column, left, right, value } = ensemble;
  const edges = [{ node: root, parent: 0, share: 1, reach: 1, columns: 0 }];
  const children: number[] = [];
  const aboves: number[] = [];
  let expected = 0;
  for (const [at, { node, reach, columns }] of edges.entries()) {
    const isLeaf = column[node]! < 0;
    let above = isLeaf ? 0 : at;
    while (above > 0 && column[edges[edges[above]!.parent]!.node] !== column[node]) above = edges[above]!.parent;
    children.push(isLeaf ? 0 : edges.length);
    aboves.push(above);
    if (isLeaf) expected += reach * value[node]!;
    else {
      const leftShare = shareOf(ensemble, node);
      const both = [
        [left[node]!, leftShare],
        [right[node]!, 1 - leftShare],
      ] as const;
      for (const [child, part] of both) {
        const share = part * edges[above]!.share;
        edges.push({ node: child, parent: at, share, reach: reach * part, columns: columns + Number(above === 0) });
      }
    }
  }
  // the product of a path's columns but one is a polynomial of that degree
  const mostColumns = edges.reduce((most, { columns }) => Math.max(most, columns), 1);
  return {
    nodes: Int32Array.from(edges, ({ node }) => node),
    children: Int32Array.from(children),
    above: Int32Array.from(aboves),
    share: Float64Array.from(edges, ({ share }) => share),
    expected,
    quadrature: quadrature(Math.ceil(mostColumns / 2)),
  };
}

/** The share of a node's training rows that went left. */
function shareOf({ cover, left, right }: TreeEnsemble, node: number): number {
  const [goLeft, goRight] = [cover[left[node]!]!, cover[right[node]!]!];
  return goLeft + goRight > 0 ? goLeft / (goLeft + goRight) : 0.5;
}

/** For each edge, both for rows that don't keep to it and for rows that do, numbers for each point; and room for one row. */
interface Factors {
  /** z + (o - z) t. */
  readonly factor: Float64Array;
  readonly inverse: Float64Array;
  /** w (o - z) / (z + (o - z) t), with w the weight of the point. */
  readonly gain: Float64Array;
  /** Where the numbers of each edge begin, for the row. */
  readonly sides: Int32Array;
  /** For each node and point the product of the factors on its path, then the sum of the leaves below it times theirs. */
  readonly products: Float64Array;
}

/** Stands for a factor of 0, of which all products are 0 whatever they are divided by. */
const tiny = 1e-200;

function writeFactors({ share, quadrature: { points, weights } }: TracedTree): Factors {
  const [edges, size] = [share.length, points.length];
  const [factor, inverse] = [new Float64Array(2 * edges * size).fill(1), new Float64Array(2 * edges * size).fill(1)];
  const gain = new Float64Array(2 * edges * size);
  // the root stays as it is: no edge leads there
  for (let place = 2 * size; place < factor.length; place++) {
    const point = place % size;
    const side = Math.floor(place / size) % 2;
    const z = share[Math.floor(place / size / 2)]!;
    factor[place] = z + (side - z) * points[point]!;
    inverse[place] = 1 / Math.max(factor[place]!, tiny);
    gain[place] = weights[point]! * (side - z) * inverse[place]!;
  }
  const sides = new Int32Array(edges).fill(size, 0, 1);
  return { factor, inverse, gain, sides, products: new Float64Array(edges * size).fill(1, 0, size) };
}

/** Follows a row, in both directions at each split: an edge keeps to the row's values if it and those above it that ask its column do. */
function takeSides(
  ensemble: TreeEnsemble,
  { nodes, children, above, quadrature: { points } }: TracedTree,
  { sides }: Factors,
  values: Float32Array,
  start: number,
): void {
  const size = points.length;
  for (let at = 0; at < nodes.length; at++) {
    const child = children[at]!;
    if (child === 0) continue;
    const node = nodes[at]!;
    const isLeft = goesLeft(ensemble, node, values[start + ensemble.column[node]!]!);
    const isKept = sides[above[at]!]! % (2 * size) >= size;
    sides[child] = (2 * child + Number(isKept && isLeft)) * size;
    sides[child + 1] = (2 * child + 2 + Number(isKept && !isLeft)) * size;
  }
}

/** Multiplies the factors of the row's edges, from the root down. */
function multiplyDown(
  { nodes, children, above, quadrature: { points } }: TracedTree,
  { factor, inverse, sides, products }: Factors,
): void {
  const size = points.length;
  products.fill(1, 0, size);
  for (let at = 0; at < nodes.length; at++) {
    const child = children[at]!;
    if (child === 0) continue;
    const same = sides[above[at]!]!;
    const left = sides[child]!;
    const right = sides[child + 1]!;
    for (let k = 0; k < size; k++) {
      const others = products[at * size + k]! * inverse[same + k]!;
      products[child * size + k] = others * factor[left + k]!;
      products[(child + 1) * size + k] = others * factor[right + k]!;
    }
  }
}

/** Adds up the leaves, from the last one up, and gives the columns of the row what the leaves say of them. */
function addUp(
  { column, value }: TreeEnsemble,
  { nodes, children, above, quadrature: { points } }: TracedTree,
  { gain, sides, products }: Factors,
  sums: Float64Array,
  start: number,
): void {
  const size = points.length;
  for (let at = nodes.length - 1; at >= 0; at--) {
    const child = children[at]!;
    if (child === 0) {
      for (let k = 0; k < size; k++) products[at * size + k]! *= value[nodes[at]!]!;
      continue;
    }
    const same = sides[above[at]!]!;
    const left = sides[child]!;
    const right = sides[child + 1]!;
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const ofLeft = products[child * size + k]!;
      const ofRight = products[(child + 1) * size + k]!;
      // what the edge above said of these leaves holds no longer: it didn't know of this split
      sum += ofLeft * gain[left + k]! + ofRight * gain[right + k]! - (ofLeft + ofRight) * gain[same + k]!;
      products[at * size + k] = ofLeft + ofRight;
    }
    sums[start + column[nodes[at]!]!]! += sum;
  }
}
