import { drawMap } from "../../models/map/draw-map.ts";
import { itselfFirst, NearestPoints } from "../../models/map/nearest-points.ts";
import { type Points, unitPoints } from "../../models/map/points.ts";
import { separationOf } from "../../models/map/separation.ts";
import { stratifiedSample } from "../../models/map/stratified-sample.ts";
import { seededRandom } from "../../models/random.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import type { CategorySeparation } from "../../schemas/separation.ts";
import { type Division, divisionsOf } from "../map/divisions.ts";

/** As many products show what a space is like; time grows with their square. */
const mostDrawn = 3_000;
const seed = 1;

/** Some products of a model, and where its item tower puts them. */
export interface DrawnItems {
  readonly items: readonly ShopItem[];
  /** Of unit length. */
  readonly points: Points;
  /** The products by department, where categories are paths, and by category. */
  readonly divisions: readonly Division[];
}

/** Draws products of a model's catalog, so that each department has its share of them: all, or some thousands. Equal models give equal products. */
export function drawItems(model: TwoTowerModel): DrawnItems {
  const { items } = model.state;
  const [coarsest] = divisionsOf(items.map(({ category }) => category));
  const rows = stratifiedSample(coarsest!.groups, mostDrawn, seededRandom(seed));
  const drawn = Array.from(rows, (row) => items[row]!);
  const dimensions = model.placed.width - 1;
  const values = new Float32Array(rows.length * dimensions);
  for (const [place, row] of rows.entries()) values.set(model.placed.towerOf(row), place * dimensions);
  return {
    items: drawn,
    points: unitPoints(values, dimensions),
    divisions: divisionsOf(drawn.map(({ category }) => category)),
  };
}

/** How well the vectors of products tell departments and categories apart; nothing where there are not two. */
export async function separationsOf({ points, divisions }: DrawnItems): Promise<readonly CategorySeparation[]> {
  const random = seededRandom(seed);
  const nearest = await NearestPoints.open(points);
  try {
    const neighbours = itselfFirst(await nearest.search(points, 2), 2);
    return divisions.flatMap(({ by, groups }) => {
      const separation = separationOf(points, groups, neighbours, random);
      return separation === undefined ? [] : [{ by, ...separation }];
    });
  } finally {
    await nearest.close();
  }
}

/** Where products lie in the plane, from 0 to 1, those that are alike near one another, and what they are. */
export interface ItemMap {
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** Departments where categories are paths, else categories; "none" for products without. */
  readonly names: readonly string[];
  /** The place of each product's department or category in `names`. */
  readonly groupOf: Int32Array;
}

/** Draws products in the plane (UMAP). Equal products give equal maps. */
export async function mapOfItems(
  { points, divisions }: DrawnItems,
  progress: (share: number, doing: string) => void,
): Promise<ItemMap> {
  const { names, groups } = divisions[0]!;
  const { values, dimensions } = points;
  const { x, y } = await drawMap({ values, dimensions, groupings: [groups] }, { seed, progress });
  const known = groups.every((group) => group >= 0);
  return {
    ...{ x, y },
    names: known ? names : [...names, "none"],
    groupOf: groups.map((group) => (group < 0 ? names.length : group)),
  };
}
