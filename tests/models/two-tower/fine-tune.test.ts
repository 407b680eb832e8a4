import { expect, test } from "vitest";
import { fineTune, type ShopSince, stateSince } from "../../../models/two-tower/fine-tune.ts";
import { fitTwoTower } from "../../../models/two-tower/two-tower-learner.ts";
import { openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { tableNames } from "../../../models/two-tower/two-tower-net.ts";
import { shopHistory } from "../../../pipelines/recommend/shop-history.ts";
import { shopSince } from "../../../pipelines/recommend/shop-since.ts";
import { surroundings } from "../../../pipelines/surroundings.ts";
import { unattended } from "../../../pipelines/training/train.ts";
import { smallCatalog, smallChoices, smallTowers } from "../../support/small-shop-history.ts";

const run = { ...unattended, ...surroundings, threads: 1, seed: 1, learned: () => {} };
const choices = smallChoices();
const until = choices[449]!.time;
let told = 0;
const state = await fitTwoTower(shopHistory(smallCatalog, choices.slice(0, 450)), smallTowers, {
  ...run,
  judge: async () => --told,
});

/** Somebody new who chooses a product that came new, four times over. */
const newcomer = { user: "new", productId: "p-new", type: "order" };
const fresh = [1, 2, 3, 4].map((n) => ({ ...newcomer, time: until + n }));
const newProduct = { id: "p-new", title: "tea no. 10", brand: "brand 9", category: "food > tea" };
const since = shopSince(state, { choices: [...choices, ...fresh], catalog: [newProduct] });
const tuned = await fineTune(state, since, { ...smallTowers, epochs: 3 }, run);

/** The rows of a table that two states have for a name. */
function rowOf(table: string, of: "items" | "users", name: string, { weights, names } = tuned): Float32Array {
  const values = weights.get(table)!;
  const width = values.length / names[of].rows;
  return values.slice(names[of].rowOf(name) * width, (names[of].rowOf(name) + 1) * width);
}

test("fineTune: learns what is new, and knows who and what came", async () => {
  expect(tuned.names.items.isKnown("p-new")).toBe(true);
  expect(tuned.names.users.isKnown("new")).toBe(true);
  expect(tuned.names.brands.isKnown("brand 9")).toBe(true);
  expect(tuned.until).toBe(choices.at(-1)!.time);
  const [before, after] = [await openTwoTower(stateSince(state, since)), await openTwoTower(tuned)];
  const item = after.placed.indexOf("p-new")!;
  const rankOf = async (model: typeof after) => {
    const scores = await model.scoreAll([{ name: "new", recent: new Int32Array() }]);
    return scores.filter((score) => score > scores[item]!).length;
  };
  expect(await rankOf(after)).toBeLessThan(await rankOf(before));
  await before.close();
  await after.close();
});

test("fineTune: equal states, choices and seed give equal weights", async () => {
  const again = await fineTune(state, since, { ...smallTowers, epochs: 3 }, run);
  for (const [name, values] of tuned.weights) expect(again.weights.get(name), name).toEqual(values);
});

test("fineTune: at a rate of nothing all stays as it was, but popularity counts on and what is new stands where it stood", async () => {
  const still = await fineTune(state, since, { ...smallTowers, epochs: 1, learningRate: 0 }, run);
  const [item, user] = [tableNames.items, tableNames.users];
  expect(rowOf(item, "items", "p3", still)).toEqual(rowOf(item, "items", "p3", state));
  expect(rowOf(item, "items", "p-new", still)).toEqual(rowOf(item, "items", "p-new", state));
  expect(rowOf(user, "users", "new", still)).toEqual(rowOf(user, "users", "new", state));
  expect(still.weights.get("item/1/weights")).toEqual(state.weights.get("item/1/weights"));
  const index = since.shop.items.findIndex(({ id }) => id === "p3");
  const grew = Math.log(since.counts[index]! / state.counts[index]!);
  const popularityOf = (id: string, of: typeof state) => rowOf(tableNames.popularity, "items", id, of)[0]!;
  expect(popularityOf("p3", still)).toBeCloseTo(popularityOf("p3", state) + grew, 5);
  expect(popularityOf("p-new", still)).toBeCloseTo(Math.log(4), 5);
});

test("stateSince: a model that is told of nothing new answers as before", async () => {
  const nothing: ShopSince = shopSince(state, { choices, catalog: [] });
  const [none] = [shopSince(state, { choices: choices.slice(0, 450), catalog: [] })];
  expect(none!.counts).toEqual(state.counts);
  expect(nothing.newFrom).toBe(none!.newFrom);
  const [before, after] = [await openTwoTower(state), await openTwoTower(stateSince(state, none!))];
  const visitors = ["u1", "u7", "nobody"];
  expect(await after.scoreAll(visitors.map((name) => after.visitor(name)))).toEqual(
    await before.scoreAll(visitors.map((name) => before.visitor(name))),
  );
  await before.close();
  await after.close();
});
