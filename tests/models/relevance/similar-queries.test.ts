import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { createQueryIndex } from "../../../models/relevance/similar-queries.ts";
import { learnTerms, type SparseVector, termVector } from "../../../models/relevance/term-space.ts";

const words = ["white", "oak", "door", "fan", "light"];
const random = seededRandom(2);
const texts = Array.from({ length: 80 }, () => Array.from({ length: 1 + random.int(3) }, () => words[random.int(5)]!));
const terms = learnTerms(texts);
const queries = texts.map((stems) => termVector(terms, stems));

function product(a: SparseVector, b: SparseVector): number {
  return a.places.reduce((sum, place, i) => sum + a.values[i]! * (b.values[b.places.indexOf(place)] ?? 0), 0);
}

test("createQueryIndex: finds what comparing each with each finds, time after time", () => {
  const bounds = { neighbours: 12, leastCosine: 0.5 };
  const nearest = createQueryIndex(queries, words.length, bounds);
  for (const asked of queries) {
    const all = queries.map((query) => product(asked, query));
    const found = nearest(asked);
    expect(found).toHaveLength(Math.min(12, all.filter((cosine) => cosine >= 0.5).length));
    for (const [i, { query, cosine }] of found.entries()) {
      expect(cosine).toBeCloseTo(all[query]!, 5);
      const before = found[i - 1];
      if (before === undefined) continue;
      expect(before.cosine > cosine || (before.cosine === cosine && before.query < query)).toBe(true);
    }
    const least = Math.min(...found.map(({ cosine }) => cosine));
    const names = found.map(({ query }) => query);
    for (const [query, cosine] of all.entries()) if (cosine > least + 1e-6) expect(names).toContain(query);
  }
});

test("createQueryIndex: a query finds itself where only equal ones count", () => {
  const nearest = createQueryIndex(queries, words.length, { neighbours: 80, leastCosine: 1 });
  for (const [query, vector] of queries.entries()) {
    const found = nearest(vector);
    expect(found.map((similar) => similar.query)).toContain(query);
    expect(Math.max(...found.map(({ cosine }) => cosine))).toBeLessThanOrEqual(1);
  }
});

test("createQueryIndex: a query without known terms is like none", () => {
  const nearest = createQueryIndex(queries, words.length, { neighbours: 3, leastCosine: 0.1 });
  expect(nearest(termVector(terms, ["zorblax"]))).toEqual([]);
});
