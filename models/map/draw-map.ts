import type { Separation } from "../../schemas/separation.ts";
import { seededRandom } from "../random.ts";
import { layOut, neighboursOfLayout } from "./lay-out.ts";
import { itselfFirst, NearestPoints } from "./nearest-points.ts";
import { type Points, pointsAt, unitPoints } from "./points.ts";
import { principalPlane } from "./principal-plane.ts";
import { separationOf } from "./separation.ts";
import { stratifiedSample } from "./stratified-sample.ts";

/** Vectors of one space to be drawn in the plane. */
export interface Drawn {
  /** Row by row; they are brought to unit length in place. */
  readonly values: Float32Array;
  readonly dimensions: number;
  /** The group of each vector, or -1, by one division of them or several, the coarsest first. */
  readonly groupings: readonly Int32Array[];
}

/** A map of vectors. */
export interface DrawnMap {
  /** Where each vector lies, from 0 to 1. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How many were laid out together; the others lie where their nearest of these do. */
  readonly fitted: number;
  /** For each division, how well the vectors tell its groups apart; undefined where there are not two. */
  readonly separations: readonly (Separation | undefined)[];
}

/** How a map is drawn. */
export interface DrawOptions {
  readonly seed: number;
  /** Laid out together at most; 5,000 unless said, as time grows faster than that from there on. */
  readonly largestFit?: number;
  /** Told what is being done, and the share of all that is done. */
  readonly progress: (share: number, doing: string) => void;
}

const largestFit = 5_000;
/** Neighbours that decide where a vector lies which was not laid out. */
const neighboursOfPlace = 5;
/** Fewer have no neighbourhoods to lay out: the principal plane shows all that there is to see. */
const fewest = 5;

/** Draws vectors in the plane, those that are alike near one another. Equal vectors and seeds give equal maps. */
export async function drawMap(
  { values, dimensions, groupings }: Drawn,
  { seed, largestFit: most = largestFit, progress }: DrawOptions,
): Promise<DrawnMap> {
  const random = seededRandom(seed);
  const points = unitPoints(values, dimensions);
  if (points.count === 0) return { ...inUnitSquare(new Float64Array()), fitted: 0, separations: [] };
  const rows = stratifiedSample(groupings[0]!, most, random);
  const sample = rows.length === points.count ? points : pointsAt(points, rows);
  const nearest = await NearestPoints.open(sample);
  try {
    const found = await nearest.search(sample, neighboursOfLayout + 1, (done) =>
      progress((0.15 * done) / sample.count, "finding neighbours"),
    );
    const neighbours = itselfFirst(found, neighboursOfLayout);
    const start = principalPlane(sample, random);
    const laidOut =
      sample.count < fewest
        ? start
        : layOut(neighbours, start, random, (share) => progress(0.2 + 0.5 * share, "laying out"));
    const separations = groupings.map((groups) =>
      separationOf(
        sample,
        Int32Array.from(rows, (row) => groups[row]!),
        neighbours,
        random,
      ),
    );
    const places =
      sample === points
        ? laidOut
        : await placeAll(points, rows, laidOut, nearest, (share) =>
            progress(0.75 + 0.25 * share, "placing the others"),
          );
    return { ...inUnitSquare(places), fitted: sample.count, separations };
  } finally {
    await nearest.close();
  }
}

/** Places every point: those of the sample as they were laid out, the others by the mean of the nearest of these, the nearer the more. */
async function placeAll(
  points: Points,
  rows: Uint32Array,
  laidOut: Float64Array,
  nearest: NearestPoints,
  done: (share: number) => void,
): Promise<Float64Array> {
  const {
    each,
    rows: near,
    cosines,
  } = await nearest.search(points, neighboursOfPlace, (placed) => done(placed / points.count));
  const places = new Float64Array(2 * points.count);
  for (let point = 0; point < points.count; point++) {
    const [from, to] = [point * each, (point + 1) * each];
    const weights = nearness(cosines.subarray(from, to));
    for (const [i, weight] of weights.entries())
      for (const axis of [0, 1]) places[2 * point + axis]! += weight * laidOut[2 * near[from + i]! + axis]!;
  }
  for (const [place, row] of rows.entries()) places.set(laidOut.subarray(2 * place, 2 * place + 2), 2 * row);
  return places;
}

/** What each neighbour counts, in all 1: e^(-d/σ), d how much farther than the nearest one, σ the mean of d; as UMAP weighs neighbours. */
function nearness(cosines: Float32Array): Float64Array {
  const further = Float64Array.from(cosines, (cosine) => cosines[0]! - cosine);
  const mean = further.reduce((sum, distance) => sum + distance, 0) / further.length;
  const weights = further.map((distance) => (mean === 0 ? 1 : Math.exp(-distance / mean)));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Both axes on one scale, the wider one from 0 to 1 and the other in the middle. */
function inUnitSquare(places: Float64Array): Pick<DrawnMap, "x" | "y"> {
  const [x, y] = [0, 1].map((axis) =>
    Float32Array.from({ length: places.length / 2 }, (_, i) => places[2 * i + axis]!),
  );
  const [across, up] = [extentOf(x!), extentOf(y!)];
  const width = Math.max(across.width, up.width) || 1;
  return {
    x: x!.map((value) => (value - across.middle) / width + 0.5),
    y: y!.map((value) => (value - up.middle) / width + 0.5),
  };
}

function extentOf(values: Float32Array): { readonly width: number; readonly middle: number } {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  return values.length === 0 ? { width: 0, middle: 0 } : { width: most - least, middle: (least + most) / 2 };
}
