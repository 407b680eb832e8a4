import { expect, onTestFinished, test } from "vitest";
import { catalogTitles } from "../../../pipelines/intake/catalog-titles.ts";
import { createMemoryLog, give } from "../../../pipelines/testing.ts";
import { aCatalogProduct } from "../../support/events.ts";

test("catalogTitles: the newest title of each product, those that came since the last look too, none that was taken out", async () => {
  const log = createMemoryLog({ partitions: 2 });
  onTestFinished(() => log.close());
  const product = (productId: string, title: string) => aCatalogProduct({ productId, title });
  await give(log, "catalog", [product("a", "Oak shelf"), product("b", "Pine shelf"), product("c", "Tap")]);
  const titles = catalogTitles(log);
  const all = () => ["a", "b", "c", "d"].map(titles.titleOf);
  expect(all()).toEqual([undefined, undefined, undefined, undefined]);
  await titles.readOn();
  expect(all()).toEqual(["Oak shelf", "Pine shelf", "Tap", undefined]);
  await give(log, "catalog", [product("a", "Oak shelf, 12 in."), product("d", "Hinge")]);
  await log.append([
    { topic: "catalog", key: "b", value: null },
    { topic: "catalog", key: "x", value: Uint8Array.of(9) },
  ]);
  await Promise.all([titles.readOn(), titles.readOn()]);
  expect(all()).toEqual(["Oak shelf, 12 in.", undefined, "Tap", "Hinge"]);
});
