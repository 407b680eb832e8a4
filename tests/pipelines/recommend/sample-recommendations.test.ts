import { expect, test } from "vitest";
import { sampleRecommendations } from "../../../pipelines/recommend/sample-recommendations.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const model = await trainSmallTowers();
const chosen = Int32Array.of(0, 1, 2, 3);
const visitors = ["nobody", "u1", "u2", "u3", "u4"].map((name) => ({ name, chosen }));

test("sampleRecommendations: visitors who chose before, and the most chosen kinds as queries, each with reasons", async () => {
  const samples = await sampleRecommendations(model, visitors, 1);
  const [forVisitors, forQueries] = [samples.slice(0, 3), samples.slice(3)];
  expect(forQueries.map(({ query }) => query)).toHaveLength(2);
  for (const { query } of forQueries) expect(["tea", "coffee", "bread", "soap"]).toContain(query);
  for (const { query, history, choices, products } of forVisitors) {
    expect({ query, choices }).toEqual({ query: null, choices: 4 });
    expect(history.length).toBeGreaterThan(0);
    expect(products).toHaveLength(5);
    for (const { productId, wasChosen, why } of products) {
      expect(wasChosen).toBe(["p0", "p1", "p2", "p3"].includes(productId));
      expect(why.nearest).not.toBeNull();
    }
  }
});

test("sampleRecommendations: they are the best of the model, equal for equal seeds, and name nobody", async () => {
  const samples = await sampleRecommendations(model, visitors.slice(0, 2), 1);
  const best = await model.forVisitor(model.visitor("u1"), 5);
  expect(samples[0]!.products.map(({ productId }) => productId)).toEqual(Array.from(best.items, (item) => `p${item}`));
  expect(await sampleRecommendations(model, visitors.slice(0, 2), 1)).toEqual(samples);
  expect(JSON.stringify(samples)).not.toContain("u1");
});
