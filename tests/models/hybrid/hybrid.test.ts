import { expect, test } from "vitest";
import { fitHybrid, type HybridRun, openSavedHybrid } from "../../../models/hybrid/hybrid.ts";
import type { HybridConfig } from "../../../models/hybrid/hybrid-config.ts";
import type { HybridModel } from "../../../models/hybrid/hybrid-model.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { colouredPicture, shownProducts, smallHybrid } from "../../support/shown-products.ts";
import { quietRun } from "../../support/training-run.ts";

const train = shownProducts(160, 1);
const validation = shownProducts(40, 2);
const unseen = shownProducts(80, 3);
const oneEpoch = learn({ epochs: 1 });

function learn(changes: Partial<HybridConfig> = {}, run: Partial<HybridRun> = {}): Promise<HybridModel> {
  return fitHybrid({ train, validation }, { ...smallHybrid, ...changes }, quietRun(run));
}

/** How many products it puts into the right category. */
async function accuracy(model: HybridModel, products: typeof unseen): Promise<number> {
  const found = await model.recognise(products);
  return found.filter(({ category }, row) => category === products[row]!.category).length / products.length;
}

test.for(["concat", "gated"] as const)(
  "hybrid, %s: learns what neither picture nor title tells alone",
  async (fusion) => {
    const curve: CurvePoint[] = [];
    const model = await learn({ fusion }, { learned: (point) => curve.push(point) });
    expect(await accuracy(model, unseen)).toBeGreaterThan(0.9);
    // one of two colours, one of two groups
    const blind = unseen.map(({ title, category }) => ({ title, category, picture: undefined }));
    const wordless = unseen.map(({ picture, category }) => ({ picture, category, title: "" }));
    for (const half of [blind, wordless]) {
      expect(await accuracy(model, half)).toBeGreaterThan(0.35);
      expect(await accuracy(model, half)).toBeLessThan(0.65);
    }
    expect(curve.at(-1)!.validationAccuracy).toBeGreaterThan(0.9);
    expect(model.categories).toEqual(["blue men", "blue women", "red men", "red women"]);
    await model.close();
  },
);

test("hybrid: alike products have alike vectors", async () => {
  const model = await learn();
  const [own, same, other] = await model.recognise([
    { title: "brand1 gents model 5", picture: colouredPicture("red", 1) },
    { title: "brand2 men model 7", picture: colouredPicture("red", 2) },
    { title: "brand1 ladies model 5", picture: colouredPicture("blue", 3) },
  ]);
  const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, place) => sum + value * b[place]!, 0);
  expect(own!.vector).toHaveLength(smallHybrid.dimensions);
  expect(cosine(own!.vector, own!.vector)).toBeCloseTo(1, 4);
  expect(cosine(own!.vector, same!.vector)).toBeGreaterThan(cosine(own!.vector, other!.vector) + 0.1);
  await model.close();
});

test("hybrid: what has neither picture nor words has no category", async () => {
  const [found] = await (await oneEpoch).recognise([{ title: "", picture: undefined }]);
  expect(found).toMatchObject({ category: null, probability: 0, vector: new Float32Array(smallHybrid.dimensions) });
});

test("hybrid: equal seeds give equal files, and what is loaded recognises the same", async () => {
  const [one, again, other] = [await oneEpoch, await learn({ epochs: 1 }), await learn({ epochs: 1 }, { seed: 2 })];
  const loaded = await openSavedHybrid(one.save(), { threads: 1 });
  expect(await loaded.recognise(unseen)).toEqual(await one.recognise(unseen));
  expect(loaded).toMatchObject({ space: one.space, categories: one.categories, pictureSize: { width: 8, height: 8 } });
  expect(again.save()).toEqual(one.save());
  expect(other.space).not.toBe(one.space);
  for (const model of [again, other, loaded]) await model.close();
});

test("hybrid: goes on from a checkpoint to the same model as without a break", async () => {
  const kept = new Map<string, Uint8Array>();
  const stop = new AbortController();
  const checkpoints = {
    load: async (name: string) => kept.get(name),
    save: async (name: string, bytes: Uint8Array) => void kept.set(name, bytes.slice()),
  };
  const learned = ({ epoch }: CurvePoint) => epoch === 2 && stop.abort(new Error("enough"));
  await expect(learn({ epochs: 3 }, { checkpoints, learned, signal: stop.signal })).rejects.toThrow("enough");
  const curve: CurvePoint[] = [];
  const resumed = await learn({ epochs: 3 }, { checkpoints, learned: (point) => curve.push(point) });
  const whole = await learn({ epochs: 3 });
  expect(resumed.save()).toEqual(whole.save());
  expect(curve.map(({ epoch, validationAccuracy }) => [epoch, typeof validationAccuracy])).toEqual([
    [1, "number"],
    [2, "number"],
    [3, "number"],
  ]);
  await resumed.close();
  await whole.close();
});

test("hybrid: learns from products of which some lack a picture, and some a title", async () => {
  const some = train.map((product, row) => {
    if (row % 4 === 0) return { ...product, picture: undefined };
    return row % 4 === 1 ? { ...product, title: "" } : product;
  });
  const model = await fitHybrid({ train: some, validation }, smallHybrid, quietRun());
  expect(await accuracy(model, unseen)).toBeGreaterThan(0.85);
  await model.close();
});

test.for([
  [{ fusion: "none" as "concat" }, "a fusion of concat, gated"],
  [{ width: 61 }, "an even width and height of 8 to 512 pixels"],
  [{ filters: [8, 8, 8, 8] }, "fewer filters, as each halves the picture"],
  [{ filters: [] }, "one or more counts of filters"],
  [{ hide: 0.5 }, "a share to hide below 0.5"],
  [{ batchSize: 1 }, "a batchSize of at least 2, which batch normalisation needs"],
] as const)("hybrid: refuses %j", async ([changes, wanted]) => {
  await expect(learn(changes as Partial<HybridConfig>)).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: `hybrid can't be trained with these settings; give ${wanted}`,
  });
});

test("hybrid: refuses products of one category, and none", async () => {
  const one = train.filter(({ category }) => category === "red men");
  for (const [some, what] of [
    [one, 'all products are of the category "red men"'],
    [[], "there are no products"],
  ] as const)
    await expect(fitHybrid({ train: some, validation }, smallHybrid, quietRun())).rejects.toMatchObject({
      code: "TRAINING_IMPOSSIBLE",
      message: `hybrid can't be trained: ${what}; give products of two or more categories`,
    });
});
