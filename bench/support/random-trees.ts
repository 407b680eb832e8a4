import { type Random, seededRandom } from "../../models/random.ts";
import type { TreeEnsemble } from "../../models/trees/tree-ensemble.ts";

/** How random trees look. */
export interface RandomTrees {
  readonly seed: number;
  readonly trees: number;
  readonly leaves: number;
  readonly columns: number;
  /** The share of splits by category. */
  readonly categorical?: number;
}

/** Trees grown by splitting random leaves. Thresholds are eighths between -1 and 1, categories whole numbers from 0 to 9, as `randomRows` gives them. */
export function randomTrees({ seed, trees, leaves, columns, categorical = 0 }: RandomTrees): TreeEnsemble {
  const random = seededRandom(seed);
  const nodes = Array.from({ length: trees * (2 * leaves - 1) }, () => newLeaf(random));
  const categories = new Map<number, ReadonlySet<number>>();
  const roots = Uint32Array.from({ length: trees }, (_, tree) => tree * (2 * leaves - 1));
  for (const root of roots) {
    nodes[root]!.cover = 1000 * leaves;
    const ends = [root];
    while (ends.length < leaves) {
      const [node] = ends.splice(random.int(ends.length), 1) as [number];
      const first = root + 2 * ends.length + 1;
      split(nodes, node, first, columns, random);
      if (random.uniform() < categorical) categories.set(node, someCategories(random));
      ends.push(first, first + 1);
    }
  }
  return {
    columns,
    base: random.uniform(),
    roots,
    column: Int32Array.from(nodes, ({ column }) => column),
    threshold: Float32Array.from(nodes, ({ threshold }) => threshold),
    left: Uint32Array.from(nodes, ({ left }) => left),
    right: Uint32Array.from(nodes, ({ right }) => right),
    missingLeft: Uint8Array.from(nodes, ({ missingLeft }) => missingLeft),
    value: Float32Array.from(nodes, ({ value }) => value),
    gain: Float32Array.from(nodes, ({ gain }) => gain),
    cover: Float32Array.from(nodes, ({ cover }) => cover),
    categories,
  };
}

/** Rows for such trees: eighths, whole numbers and, as often as `missing` says, NaN. */
export function randomRows(seed: number, count: number, columns: number, missing = 0.1): Float32Array {
  const random = seededRandom(seed);
  return Float32Array.from({ length: count * columns }, () => {
    if (random.uniform() < missing) return Number.NaN;
    return random.int(2) === 0 ? eighths(random) : random.int(12);
  });
}

function newLeaf(random: Random) {
  const value = (random.uniform() - 0.5) / 10;
  return { column: -1, threshold: 0, left: 0, right: 0, missingLeft: 0, value, gain: 0, cover: 0 };
}

function split(
  nodes: readonly ReturnType<typeof newLeaf>[],
  node: number,
  left: number,
  columns: number,
  random: Random,
): void {
  const { cover } = nodes[node]!;
  Object.assign(nodes[node]!, {
    column: random.int(columns),
    threshold: eighths(random),
    left,
    right: left + 1,
    missingLeft: random.int(2),
    gain: random.uniform(),
  });
  nodes[left]!.cover = Math.ceil(cover * (0.1 + 0.8 * random.uniform()));
  nodes[left + 1]!.cover = cover - nodes[left]!.cover;
}

function eighths(random: Random): number {
  return random.int(17) / 8 - 1;
}

function someCategories(random: Random): ReadonlySet<number> {
  return new Set(Array.from({ length: 1 + random.int(4) }, () => random.int(10)));
}
