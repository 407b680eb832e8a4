import type { TreeEnsemble } from "../trees/tree-ensemble.ts";

/** One ensemble that gives the weighted sum of what some give; all read the same columns. */
export function joinEnsembles(ensembles: readonly TreeEnsemble[], weights: readonly number[]): TreeEnsemble {
  const sizes = ensembles.map(({ column }) => column.length);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const shifted = (of: (ensemble: TreeEnsemble) => Uint32Array) =>
    Uint32Array.from(ensembles.flatMap((ensemble, i) => Array.from(of(ensemble), (node) => node + starts[i]!)));
  const all = (of: (ensemble: TreeEnsemble) => ArrayLike<number>, weigh = (value: number, _weight: number) => value) =>
    ensembles.flatMap((ensemble, i) => Array.from(of(ensemble), (value) => weigh(value, weights[i]!)));
  return {
    columns: ensembles[0]!.columns,
    base: ensembles.reduce((sum, { base }, i) => sum + base * weights[i]!, 0),
    roots: shifted(({ roots }) => roots),
    column: Int32Array.from(all(({ column }) => column)),
    threshold: Float32Array.from(all(({ threshold }) => threshold)),
    left: shifted(({ left }) => left),
    right: shifted(({ right }) => right),
    missingLeft: Uint8Array.from(all(({ missingLeft }) => missingLeft)),
    value: Float32Array.from(
      all(
        ({ value }) => value,
        (value, weight) => value * weight,
      ),
    ),
    gain: Float32Array.from(
      all(
        ({ gain }) => gain,
        (gain, weight) => gain * weight,
      ),
    ),
    cover: Float32Array.from(all(({ cover }) => cover)),
    categories: new Map(
      ensembles.flatMap(({ categories }, i) =>
        Array.from(categories, ([node, set]) => [node + starts[i]!, set] as const),
      ),
    ),
  };
}
