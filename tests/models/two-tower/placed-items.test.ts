import { expect, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { smallCatalog } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const { state } = await trainSmallTowers();

test("PlacedItems: what is put in again as it was stands where it stood", async () => {
  const model = await openTwoTower(state);
  const before = model.placed.vectors.slice();
  await model.placed.put(smallCatalog.slice(7, 9));
  expect(model.placed.vectors).toEqual(before);
  expect(model.placed.count).toBe(40);
});

test("PlacedItems: what is new comes behind all, as popular as what nobody chose; what changed stays in its place", async () => {
  const model = await openTwoTower(state);
  const { placed } = model;
  const before = placed.vectors.slice();
  const { title, brand, category } = smallCatalog[4]!;
  const renamed = { ...smallCatalog[5]!, title: "a jar" };
  await placed.put([{ id: "new", title, brand, category }, renamed]);
  await placed.put([{ id: "newer", title: "bread", brand: null, category: "food > bread" }]);
  expect([placed.indexOf("new"), placed.indexOf("newer"), placed.indexOf("p5"), placed.count]).toEqual([40, 41, 5, 42]);
  expect(placed.at(5)).toEqual(renamed);
  expect(placed.vectors.subarray(0, 5 * placed.width)).toEqual(before.subarray(0, 5 * placed.width));
  expect(placed.towerOf(5)).not.toEqual(before.subarray(5 * placed.width, 6 * placed.width - 1));
  const popularity = state.weights.get("popularity/vectors")!;
  const { items } = state.names;
  expect(placed.vectorOf(40).at(-1)).toBe(popularity[items.sharedRowOf("new")]);
  expect(placed.vectorOf(5).at(-1)).toBe(popularity[items.rowOf("p5")]);
  // a visitor may have chosen what is new
  const visitor = { name: undefined, recent: Int32Array.of(40, 41, 40) };
  const scores = await model.scoreAll([{ name: "u1", recent: new Int32Array() }, visitor]);
  const vector = await model.userVectors([visitor]);
  const own = placed.vectorOf(40).reduce((sum, value, i) => sum + value * vector[i]!, 0);
  expect(scores.length).toBe(84);
  expect(scores[42 + 40]).toBeCloseTo(own + placed.againOf(40) * Math.log(3), 4);
});

test("PlacedItems: of several changes the last counts, also for visitors who chose it; products of equal titles stay as they are", async () => {
  const [model, other] = [await openTwoTower(state), await openTwoTower(state)];
  const [own, twin] = [smallCatalog[5]!, { ...smallCatalog[6]!, id: "twin" }];
  for (const title of ["a jar", "a cup"]) await model.placed.put([{ ...own, title }, twin]);
  await other.placed.put([twin, { ...own, title: "a cup" }]);
  expect(model.placed.vectors).toEqual(other.placed.vectors);
  const recent = Int32Array.of(5, 6, 40);
  expect(await model.userVectors([{ name: "u1", recent }])).toEqual(await other.userVectors([{ name: "u1", recent }]));
});

test("TwoTowerModel.nearTo: the nearest are those of the highest cosines of the item tower, without the product itself", async () => {
  const model = await openTwoTower(state);
  const { placed } = model;
  const { items, scores } = await model.nearTo(4, 5, (item) => item !== 8);
  const all = smallCatalog.map((_, item) => ({ item, likeness: cosine(placed.towerOf(4), placed.towerOf(item)) }));
  const others = all.filter(({ item }) => item !== 4 && item !== 8);
  const best = others.sort((one, other) => other.likeness - one.likeness).slice(0, 5);
  expect([...items]).toEqual(best.map(({ item }) => item));
  expect([...scores]).toEqual(best.map(({ likeness }) => expect.closeTo(likeness, 5)));
  const like = (await model.nearTo(4, 40)).items.length;
  expect(like).toBe(all.filter(({ item, likeness }) => item !== 4 && likeness > 0).length);
});
