import { expect, test } from "vitest";
import { drawItems, separationsOf } from "../../../pipelines/recommend/item-space.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const model = await trainSmallTowers();

test("drawItems: of a small catalog every product, by its unit vector", () => {
  const { items, points, divisions } = drawItems(model);
  expect(items).toEqual(smallCatalog);
  expect(points).toMatchObject({ count: 40, dimensions: 8 });
  const length = Math.hypot(...model.placed.towerOf(7));
  expect([...points.values.subarray(7 * 8, 8 * 8)]).toEqual(
    Array.from(model.placed.towerOf(7), (value) => expect.closeTo(value / length, 5)),
  );
  expect(divisions.map(({ by, names }) => [by, names.length])).toEqual([
    ["department", 1],
    ["category", 4],
  ]);
});

test("separationsOf: kinds that visitors tell apart are apart in the space, and one department is not measured", async () => {
  const [separation, ...others] = await separationsOf(drawItems(model));
  expect(others).toEqual([]);
  expect(separation).toMatchObject({ by: "category", groups: 4, measured: 40 });
  expect(separation!.silhouette).toBeGreaterThan(separation!.silhouetteByChance);
  expect(separation!.agreement).toBeGreaterThan(separation!.agreementByChance);
});
