import { UMAP } from "umap-js";
import type { Random } from "../random.ts";
import type { Neighbours } from "./nearest-points.ts";

/** What umap-js calls n_neighbors, the point itself among them: its and the paper's usual value. */
export const neighboursOfLayout = 15;

/** As many as the authors of UMAP take for large sets; from a start in the principal plane small ones don't move after that either. */
const epochs = 200;

/** The start is as wide as the one that umap-js draws by chance. */
const startWidth = 10;

/** Nothing is nearer than this, so that products of one title don't count as no neighbours at all. */
const leastDistance = 1e-6;

/**
 * Moves points in the plane until those that are neighbours lie together (UMAP; McInnes, Healy & Melville 2018). `neighbours` has 15 of each,
 * itself first, and `start` its place in the principal plane, which keeps the large groups where they belong (Kobak & Linderman 2021).
 * `done` is told the share after each epoch. Gives x and y beside one another.
 */
export function layOut(
  neighbours: Neighbours,
  start: Float64Array,
  random: Random,
  done: (share: number) => void,
): Float64Array {
  const count = start.length / 2;
  const { each } = neighbours;
  const umap = new UMAP({ nNeighbors: each, nEpochs: epochs, minDist: 0.1, random: () => random.uniform() });
  const near: number[][] = [];
  const distances: number[][] = [];
  for (let point = 0; point < count; point++) {
    const [from, to] = [point * each, (point + 1) * each];
    near.push(Array.from(neighbours.rows.subarray(from, to)));
    distances.push(
      Array.from(neighbours.cosines.subarray(from, to), (cosine, place) =>
        place === 0 ? 0 : Math.max(leastDistance, 1 - cosine),
      ),
    );
  }
  umap.setPrecomputedKNN(near, distances);
  // with its neighbours given, a point's own numbers are not looked at
  umap.initializeFit(near);
  moveTo(umap.getEmbedding(), start);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    umap.step();
    done(epoch / epochs);
  }
  return Float64Array.from(umap.getEmbedding().flat());
}

/** Puts points of the library, which it drew by chance, where they are to start. */
function moveTo(embedding: number[][], start: Float64Array): void {
  const widest = start.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = widest === 0 ? 0 : startWidth / widest;
  // the little that is left of chance keeps equal points apart
  for (const [point, place] of embedding.entries())
    for (const axis of [0, 1]) place[axis] = start[2 * point + axis]! * scale + place[axis]! * 1e-3;
}
