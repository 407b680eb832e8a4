import { expect, test } from "vitest";
import { openSavedHybrid } from "../../../models/hybrid/hybrid.ts";
import { seeEachWay } from "../../../pipelines/hybrid/evaluate-hybrid.ts";
import { likenessOf } from "../../../pipelines/hybrid/likeness.ts";
import { keptHybrid } from "../../support/kept-hybrid.ts";
import { shownProducts } from "../../support/shown-products.ts";

const model = await openSavedHybrid(await keptHybrid(), { threads: 1 });
const products = shownProducts(80, 3).map((product, place) => ({ ...product, id: `p${place}` }));

test("likenessOf: products of a category are more alike than others, by both more than by one alone", async () => {
  const { compared, categories, cosines, sameCategory } = await likenessOf(products, await seeEachWay(model, products));
  expect(compared).toBe(80);
  expect(categories.toSorted()).toEqual(["blue men", "blue women", "red men", "red women"]);
  for (const [row, own] of cosines.entries()) {
    expect(own.indexOf(Math.max(...own.map(Number)))).toBe(row);
    for (const [column, cosine] of own.entries()) expect(cosine).toBeCloseTo(cosines[column]![row]!, 10);
  }
  const { both, picture, title, byChance } = sameCategory;
  expect(sameCategory.of).toBe(10);
  expect(both).toBeGreaterThan(0.85);
  // one of two colours, or one of two groups
  for (const alone of [picture, title]) expect([alone > byChance + 0.1, alone < both - 0.2]).toEqual([true, true]);
  expect(byChance).toBeCloseTo(0.25, 1);
});

test("likenessOf: each product of the sample with those most like it, by cosine", async () => {
  const seen = await seeEachWay(model, products);
  const { samples } = await likenessOf(products, seen);
  const vectorOf = (id: string) => {
    const place = products.findIndex((product) => product.id === id);
    return seen.both.vectors.subarray(place * model.dimensions, (place + 1) * model.dimensions);
  };
  const cosine = (one: string, other: string) =>
    vectorOf(one).reduce((sum, value, i) => sum + value * vectorOf(other)[i]!, 0);
  expect(new Set(samples.map(({ id }) => id)).size).toBe(12);
  for (const { id, title, category, similar } of samples) {
    expect(products.find((product) => product.id === id)).toMatchObject({ title, category });
    const best = products
      .filter((product) => product.id !== id)
      .map((product) => cosine(id, product.id))
      .toSorted((one, other) => other - one);
    expect(similar).toHaveLength(5);
    for (const [rank, other] of similar.entries())
      for (const value of [other.cosine, cosine(id, other.id)]) expect(value).toBeCloseTo(best[rank]!, 5);
  }
});

test("likenessOf: of products that look and read the same none is its own neighbour, and one alone has none", async () => {
  const same = ["a", "b", "c"].map((id) => ({ ...products[0]!, id }));
  const { samples, sameCategory, cosines } = await likenessOf(same, await seeEachWay(model, same));
  expect(samples.map(({ id, similar }) => [id, ...similar.map((other) => other.id)].toSorted())).toEqual(
    Array(3).fill(["a", "b", "c"]),
  );
  expect(sameCategory).toMatchObject({ of: 2, both: 1, byChance: 1 });
  expect(cosines[0]![0]).toBeCloseTo(1, 4);

  const lone = await likenessOf(same.slice(0, 1), await seeEachWay(model, same.slice(0, 1)));
  expect(lone).toMatchObject({ compared: 1, cosines: [[null]], sameCategory: { of: 0, both: 0, byChance: 0 } });
  expect(lone.samples).toEqual([{ id: "a", title: same[0]!.title, category: same[0]!.category, similar: [] }]);
});
