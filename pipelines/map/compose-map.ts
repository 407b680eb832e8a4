import { drawMap } from "../../models/map/draw-map.ts";
import type { CategorySeparation } from "../../schemas/separation.ts";
import { divisionsOf } from "./divisions.ts";

/** Some products to be drawn: a column each, and their vectors one after the other. */
export interface MapProducts {
  readonly ids: readonly string[];
  readonly titles: readonly string[];
  readonly categories: readonly (string | null)[];
  readonly vectors: Float32Array;
}

/** What a map is of. */
export interface MapSubject {
  /** Name of the space of the vectors. */
  readonly space: string;
  readonly dimensions: number;
  /** Fingerprint of the catalog. */
  readonly version: string;
  /** How many products the catalog has, which may be more than are drawn. */
  readonly products: number;
}

/** How far a map is, from 0 to 1. */
export interface MapProgress {
  readonly share: number;
  readonly doing: string;
}

/** The map of a catalog, by columns: what the second column of `points` says is of the product that the second id names. */
export interface CatalogMap extends Omit<MapSubject, "dimensions"> {
  /** How many products are on the map. */
  readonly shown: number;
  /** How many of them were laid out together; the others lie where their nearest of these do. */
  readonly fitted: number;
  readonly separations: readonly CategorySeparation[];
  /** Every category once, by name. */
  readonly categories: readonly string[];
  readonly points: {
    readonly id: readonly string[];
    readonly title: readonly string[];
    /** Its place in `categories`; -1: none is known. */
    readonly category: readonly number[];
    /** From 0 to 1. */
    readonly x: readonly number[];
    readonly y: readonly number[];
  };
}

const seed = 1;

/** Draws products in the order of their ids, so that the same catalog and space give the same map, and gives it as JSON in UTF-8. */
export async function composeMap(
  slices: readonly MapProducts[],
  { dimensions, ...subject }: MapSubject,
  progress: (progress: MapProgress) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const rows = slices.flatMap(({ ids, titles, categories, vectors }) =>
    ids.map((id, i) => {
      const vector = vectors.subarray(i * dimensions, (i + 1) * dimensions);
      return { id, title: titles[i]!, category: categories[i]!, vector };
    }),
  );
  rows.sort((one, other) => (one.id < other.id ? -1 : 1));
  const values = new Float32Array(rows.length * dimensions);
  for (const [row, { vector }] of rows.entries()) values.set(vector, row * dimensions);
  const divisions = divisionsOf(rows.map(({ category }) => category));
  const groupings = divisions.map(({ groups }) => groups);
  const drawn = await drawMap(
    { values, dimensions, groupings },
    { seed, progress: (share, doing) => progress({ share, doing }) },
  );
  const { names, groups } = divisions.at(-1)!;
  const map: CatalogMap = {
    ...subject,
    shown: rows.length,
    fitted: drawn.fitted,
    separations: drawn.separations.flatMap((each, i) =>
      each === undefined ? [] : [{ by: divisions[i]!.by, ...each }],
    ),
    categories: names,
    points: {
      id: rows.map(({ id }) => id),
      title: rows.map(({ title }) => title),
      category: Array.from(groups),
      x: Array.from(drawn.x, shortened),
      y: Array.from(drawn.y, shortened),
    },
  };
  return new TextEncoder().encode(JSON.stringify(map));
}

/** A screen has fewer places across than this. */
function shortened(place: number): number {
  return Math.round(place * 1e4) / 1e4;
}
