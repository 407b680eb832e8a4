import { expect, test } from "vitest";
import { readJudgedEvents } from "../../../pipelines/evaluation/judged-pairs.ts";
import { keptAt, keptTables } from "../../support/kept-tables.ts";

const shown = { event_id: "s-1", query: "oak shelf", model: "ridge-1", score_min: 1, score_max: 3, feature_set: "a" };
const range = { label_min: 1, label_max: 3 };
const label = { ...range, event_id: "l-1", refers_to: "s-1" };

test("readJudgedEvents: labels of the search and late ones, the newest of each pair, with what was shown", async () => {
  const folder = await keptTables({
    scores: [
      { ...shown, product_id: "a", position: 1, title: "Oak shelf", brand: "Oakley", score: 3, is_seen_query: true },
      { ...shown, product_id: "b", position: 2, title: "Pine shelf", score: 1.5, is_seen_query: true },
      { ...shown, product_id: "c", position: 3, score: 1 },
      { ...shown, ...range, event_id: "s-2", product_id: "a", position: 1, score: 2, grade: 1 },
    ],
    labels: [
      { ...label, product_id: "a", grade: 2 },
      { ...label, event_id: "l-2", product_id: "a", grade: 3, time: keptAt + 10_000 },
      { ...label, product_id: "b", grade: 1 },
    ],
  });
  const { events, pairs, otherRanges } = await readJudgedEvents(folder, { since: 0, mostPairs: 100 });
  expect([pairs, otherRanges]).toEqual([3, 0]);
  expect(events).toMatchObject([
    {
      ...{ query: "oak shelf", model: "ridge-1", isSeenQuery: true, challenger: null, labelMin: 1, scoreMax: 3 },
      products: [
        { title: "Oak shelf", brand: "Oakley", score: 3, grade: 3, challengerScore: null },
        { title: "Pine shelf", brand: null, score: 1.5, grade: 1 },
      ],
    },
    { products: [{ title: "", grade: 1, score: 2 }] },
  ]);
  expect(events[0]!.products).toHaveLength(2);
});

test("readJudgedEvents: only what is young enough, by the later of score and label", async () => {
  const old = { ...shown, ...range, product_id: "a", position: 1, score: 2 };
  const folder = await keptTables({
    scores: [
      { ...old, event_id: "old", grade: 1 },
      { ...old, event_id: "labelled-late" },
      { ...old, event_id: "young", grade: 1 },
    ],
    labels: [
      ...[0, 1, 2].map(() => ({ ...label, refers_to: "nothing", product_id: "a", grade: 1 })),
      { ...label, refers_to: "labelled-late", product_id: "a", grade: 3, time: keptAt + 60_000 },
    ],
  });
  const { events } = await readJudgedEvents(folder, { since: keptAt + 2, mostPairs: 100 });
  expect(events.map(({ at, products }) => [at - keptAt, products[0]!.grade])).toEqual([
    [3, 3],
    [2, 1],
  ]);
});

test("readJudgedEvents: of too many pairs whole searches, the same every time; another label range is counted, not mixed", async () => {
  const row = (search: number, product: number) => {
    const own = { event_id: `s-${search}`, product_id: `p-${product}`, position: product };
    return { ...shown, ...range, ...own, score: 2, grade: 2 };
  };
  const other = { ...row(0, 1), event_id: "other", label_max: 5 };
  const rows = Array.from({ length: 100 }, (_, search) => [row(search, 1), row(search, 2)]).flat();
  const folder = await keptTables({ scores: [other, ...rows] });
  const some = await readJudgedEvents(folder, { since: 0, mostPairs: 100 });
  expect([some.pairs, some.otherRanges]).toEqual([200, 1]);
  expect(some.events.length).toBeGreaterThan(30);
  expect(some.events.length).toBeLessThan(70);
  expect(some.events.every(({ products }) => products.length === 2)).toBe(true);
  expect(await readJudgedEvents(folder, { since: 0, mostPairs: 100 })).toEqual(some);
  expect(await readJudgedEvents(folder, { since: keptAt + 10_000, mostPairs: 100 })).toEqual({
    ...{ events: [], pairs: 0, otherRanges: 0 },
  });
});
