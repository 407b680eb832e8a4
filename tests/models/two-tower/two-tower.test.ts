import { expect, test } from "vitest";
import { numbersOf, openSession } from "../../../models/net/session.ts";
import { Histories } from "../../../models/two-tower/choices.ts";
import { ItemTable } from "../../../models/two-tower/item-table.ts";
import { openReader, plainReader } from "../../../models/two-tower/text-reader.ts";
import { loadState } from "../../../models/two-tower/two-tower-file.ts";
import { fitTwoTower } from "../../../models/two-tower/two-tower-learner.ts";
import { loadTwoTower, openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { shopHistory } from "../../../pipelines/recommend/shop-history.ts";
import { surroundings } from "../../../pipelines/surroundings.ts";
import { unattended } from "../../../pipelines/training/train.ts";
import { fakeEncoder, sentenceVector } from "../../support/fake-encoder.ts";
import { smallCatalog, smallChoices, smallHistory, smallTowers } from "../../support/small-shop-history.ts";

const run = { ...unattended, ...surroundings, threads: 1, seed: 1, learned: () => {} };

/** Trains on the small shop; what is asked twice is the same. */
function learn(config = smallTowers, learned: (loss: number) => void = () => {}) {
  let told = 0;
  return fitTwoTower(smallHistory(), config, {
    ...run,
    judge: async () => --told,
    learned: ({ trainingLoss }) => learned(trainingLoss),
  });
}

const state = await learn();

test("two-tower: equal histories, config and seed give equal weights", async () => {
  const again = await learn();
  for (const [name, values] of state.weights)
    expect(Buffer.from(again.weights.get(name)!.buffer).equals(Buffer.from(values.buffer)), name).toBe(true);
});

test.for(["softmax", "bce"] as const)("two-tower: by %s the loss falls", async (loss) => {
  const losses: number[] = [];
  await learn({ ...smallTowers, loss, epochs: 2 }, (each) => losses.push(each));
  expect(losses.at(-1)).toBeLessThan(losses[0]!);
});

test("two-tower: a visitor is recommended the kind that they like, and what they chose before", async () => {
  const model = await openTwoTower(state);
  const visitor = model.visitor("u1");
  const { items } = await model.forVisitor(visitor, 10);
  const kinds = Array.from(items, (item) => state.items[item]!.category);
  expect(kinds.filter((kind) => kind === "food > coffee").length).toBeGreaterThan(5);
  await model.close();
});

test("two-tower: what is saved and loaded gives the same, to the bit", async () => {
  const model = await openTwoTower(state);
  const loaded = await loadTwoTower(model.save(), surroundings);
  const visitors = ["u1", "u7", "nobody"].map((name) => model.visitor(name));
  expect(loaded.space).toBe(model.space);
  expect(await loaded.scoreAll(visitors)).toEqual(await model.scoreAll(visitors));
  await model.close();
  await loaded.close();
});

test("two-tower: its towers are plain ONNX files, which give the same vectors", async () => {
  const model = await openTwoTower(state);
  const tower = await openSession(model.save()["item.onnx"]!);
  const { vector } = await tower.run(model.placed.table.inputs(Int32Array.of(3, 17)));
  expect(numbersOf(vector!)).toEqual(Float32Array.of(...model.placed.vectorOf(3), ...model.placed.vectorOf(17)));
  await tower.close();
  await model.close();
});

const titles = (await plainReader.read(state.items.map(({ title }) => title))).flatMap((vector) => [...vector]);

test("two-tower: the towers give what their weights come to by hand", async () => {
  const model = await openTwoTower(state);
  const [item, visitor] = [9, model.visitor("u2")];
  const { id, brand, category } = state.items[item]!;
  const { names } = state;
  const ids = (product: number) => rowOf("items/vectors", names.items.rowOf(state.items[product]!.id), 8);
  const categories = ["food", category!].map((name) => rowOf("categories/vectors", names.categories.rowOf(name), 4));
  const read = [
    ...ids(item),
    ...rowOf("brands/vectors", names.brands.rowOf(brand!), 4),
    ...meanOf(categories).map((value) => 2 * value),
  ].map((value) => haste * value);
  const hidden = blockByHand("item/2", blockByHand("item/1", [...read, ...textOf(item)]));
  const tower = denseByHand("item/3", hidden);
  expect([...model.placed.towerOf(item)]).toEqual(tower.map((value) => expect.closeTo(value, 4)));
  expect(model.placed.vectorOf(item).at(-1)).toBeCloseTo(rowOf("popularity/vectors", names.items.rowOf(id), 1)[0]!, 5);

  const recent = Array.from(visitor.recent);
  const seen = [rowOf("users/vectors", names.users.rowOf("u2"), 8), meanOf(recent.map(ids))].flat();
  const texts = meanOf(recent.map(textOf));
  const user = denseByHand("user/2", blockByHand("user/1", [...seen.map((value) => haste * value), ...texts]));
  expect([...(await model.userVectors([visitor]))]).toEqual([...user, 1].map((value) => expect.closeTo(value, 4)));
  await model.close();
});

/** The vector of a product's title. */
function textOf(item: number): readonly number[] {
  return titles.slice(item * plainReader.width, (item + 1) * plainReader.width);
}

/** How much more tables count than what they hold. */
const haste = 5;

function rowOf(table: string, row: number, width: number): readonly number[] {
  return [...state.weights.get(table)!.subarray(row * width, (row + 1) * width)];
}

function meanOf(rows: readonly (readonly number[])[]): readonly number[] {
  return rows[0]!.map((_, i) => rows.reduce((sum, row) => sum + row[i]!, 0) / rows.length);
}

function denseByHand(name: string, x: readonly number[]): readonly number[] {
  const [weights, bias] = [state.weights.get(`${name}/weights`)!, state.weights.get(`${name}/bias`)!];
  return Array.from(bias, (start, unit) =>
    x.reduce((sum, value, i) => sum + value * weights[i * bias.length + unit]!, start),
  );
}

/** Dense, ReLU, batch normalisation by the running statistics. */
function blockByHand(name: string, x: readonly number[]): readonly number[] {
  const [scale, shift, mean, variance] = ["scale", "shift", "mean", "variance"].map(
    (part) => state.weights.get(`${name}/norm/${part}`)!,
  );
  return denseByHand(name, x).map(
    (value, i) => ((Math.max(0, value) - mean![i]!) / Math.sqrt(variance![i]! + 1e-3)) * scale![i]! + shift![i]!,
  );
}

test("two-tower: what a visitor is given is what all scores say", async () => {
  const model = await openTwoTower(state);
  const visitor = model.visitor("u2");
  const all = await model.scoreAll([model.visitor("u5"), visitor]);
  const own = all.subarray(state.items.length);
  const { items, scores } = await model.forVisitor(visitor, 10);
  const order = [...own.keys()].sort((a, b) => own[b]! - own[a]! || a - b).slice(0, 10);
  expect([...items]).toEqual(order);
  for (const [place, item] of items.entries()) expect(scores[place]).toBeCloseTo(own[item]!, 5);
  await model.close();
});

test("two-tower: a score is the sum of its parts", async () => {
  const model = await openTwoTower(state);
  const visitor = model.visitor("u3");
  const [scores, vector] = [await model.scoreAll([visitor]), await model.userVectors([visitor])];
  const item = visitor.recent[0]!;
  const { towers, popularity, again } = model.partsOf(vector, visitor.recent, item);
  expect(again).toBeGreaterThan(0);
  expect(towers + popularity + again).toBeCloseTo(scores[item]!, 4);
  await model.close();
});

test("two-tower: a query finds products of its words", async () => {
  const model = await openTwoTower(state);
  const { items } = await model.forQuery("coffee", 5);
  expect(Array.from(items, (item) => state.items[item]!.category)).toContain("food > coffee");
  await model.close();
});

test("two-tower: where each kind is learned, orders are foreseen by orders and clicks by clicks", async () => {
  // everybody looks at soap, and orders of the kind that they like
  const looked = smallChoices().map((choice, n) =>
    n % 2 === 0 ? choice : { ...choice, type: "click", productId: `p${(n % 10) * 4 + 3}` },
  );
  let epochs = 0;
  const config = { ...smallTowers, tasks: "each" } as const;
  const learned = await fitTwoTower(shopHistory(smallCatalog, looked), config, { ...run, judge: async () => --epochs });
  const shareOf = async (serves: "click" | "order", kind: string) => {
    const model = await openTwoTower({ ...learned, config: { ...config, serves } });
    const visitor = { name: "u1", recent: new Int32Array() };
    const { items } = await model.forVisitor(visitor, 10);
    await model.close();
    return items.filter((item) => learned.items[item]!.category === kind).length / 10;
  };
  expect(await shareOf("click", "food > soap")).toBeGreaterThan(0.5);
  expect(await shareOf("order", "food > soap")).toBeLessThan(0.3);
});

test("two-tower: a sentence encoder that titles and queries are read by is opened again with the model", async () => {
  const { openEncoder, wishes, counts } = fakeEncoder();
  const outside = { threads: 1, openEncoder };
  const reader = await openReader("a folder", outside);
  let epochs = 0;
  const encoded = await fitTwoTower(smallHistory(), smallTowers, { ...run, reader, judge: async () => --epochs });
  const model = await openTwoTower(encoded);
  const loaded = await loadTwoTower(model.save(), outside);
  expect(wishes).toEqual([
    ["a folder", { dtype: "fp32", threads: 1, remembers: true }],
    ["/encoders/fake-1", { dtype: "fp32", threads: 1, remembers: true, mayHaveMoved: true }],
  ]);
  expect(loaded.placed.table.textOf(0)).toEqual(sentenceVector(encoded.items[0]!.title));
  const { items } = await loaded.forQuery("coffee no. 3", 5);
  expect(items).toEqual((await model.forQuery("coffee no. 3", 5)).items);
  await model.close();
  expect(counts.closed).toBe(0);
  await loaded.close();
  expect(counts.closed).toBe(1);
  const other = fakeEncoder("fake-2");
  await expect(loadTwoTower(model.save(), { ...outside, ...other })).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("two-tower: damaged files are told", () => {
  expect(() => loadState({})).toThrow(/DATA_DAMAGED|is missing|damaged/i);
});

test("two-tower: nobody's choices are nothing to learn from", async () => {
  const shop = smallHistory(0);
  await expect(fitTwoTower(shop, smallTowers, { ...run, judge: async () => 0 })).rejects.toMatchObject({
    code: "TRAINING_IMPOSSIBLE",
  });
});

test("Histories: what was chosen before a moment, the latest first, without what is of the same moment", () => {
  const choices = {
    users: Int32Array.of(0, 0, 1, 0, 0),
    items: Int32Array.of(5, 6, 7, 8, 9),
    times: Float64Array.of(1, 2, 2, 2, 3),
  };
  const histories = new Histories(choices, 2, 2);
  expect([0, 1, 2, 3, 4].map((choice) => [...histories.before(choice)])).toEqual([[], [5], [], [5], [8, 6]]);
  expect([...histories.atEnd(0)]).toEqual([9, 8]);
  expect([...histories.atEnd(4)]).toEqual([]);
});

test("ItemTable: what is not known shares rows, and brands and categories may be missing", async () => {
  const { names } = state;
  const table = await ItemTable.of([{ id: "new", title: "New", brand: null, category: null }], names, plainReader);
  expect(table.rows[0]).toBe(names.items.sharedRowOf("new"));
  expect(table.rows[0]).toBeLessThan(smallTowers.buckets);
  expect([...table.hasBrand, ...table.categoryWeights]).toEqual([0, 0, 0, 0, 0]);
});
