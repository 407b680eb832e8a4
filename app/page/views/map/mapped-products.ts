import type { AnswerOf } from "../../api/answers.ts";
import { type Groups, groupPoints } from "./groups.ts";
import { type Places, PointGrid } from "./point-grid.ts";

/** The answer of `GET /api/map` once a map is there. */
export type MapAnswer = AnswerOf<"/api/map">;

/** The products of a map, ready to be drawn, pointed at and looked for. */
export interface MappedProducts extends Groups {
  readonly count: number;
  readonly ids: readonly string[];
  readonly titles: readonly string[];
  /** In lower case. */
  readonly searchedTitles: readonly string[];
  readonly places: Places;
  readonly grid: PointGrid;
  categoryOf(point: number): string | undefined;
}

/** Reads the columns of a map. */
export function readMap({ points, categories }: MapAnswer): MappedProducts {
  const places = { x: Float32Array.from(points.x), y: Float32Array.from(points.y) };
  return {
    ...groupPoints(points.category, categories),
    count: points.id.length,
    ids: points.id,
    titles: points.title,
    searchedTitles: points.title.map((title) => title.toLowerCase()),
    places,
    grid: new PointGrid(places),
    categoryOf: (point) => categories[points.category[point]!],
  };
}
