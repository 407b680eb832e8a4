import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { ImportedEvent } from "../../../pipelines/replay/preset.ts";
import { checks } from "../../../schemas/checks.ts";
import { columnSum, imported } from "../../support/imported.ts";

const data = path.resolve("../shared/data");
const at = (name: string) => path.join(data, name);
const has = (name: string) => existsSync(at(name));

function everyEventPasses(events: readonly ImportedEvent[]): boolean {
  return events.every(
    ({ topic, event }) => (checks[topic] as (event: unknown) => string | undefined)(event) === undefined,
  );
}

test.skipIf(!has("home-depot/train.csv"))("importFile: every Home Depot row is in an event once", async () => {
  const lines = readFileSync(at("home-depot/train.csv"), "latin1").trimEnd().split("\r\n").slice(1);
  // Grade, query and product by their place in the line: no field but the title has a comma or a quote inside quotes.
  const grades = lines.map((line) => Number(line.slice(line.lastIndexOf(",") + 1)));
  const pairs = new Set(lines.map((line) => `${line.split(",")[1]} ${line.split(",").at(-2)}`));
  const { events, labels, summary, notices } = await imported(at("home-depot/train.csv"), { preset: "home-depot" });
  const products = labels.flatMap((label) => label.products);
  expect(lines.length).toBe(59_653);
  expect(products.length).toBe(59_653);
  expect(columnSum(labels)).toBeCloseTo(
    grades.reduce((sum, grade) => sum + grade, 0),
    6,
  );
  // 10,463 distinct queries and a label sum of 142,040.4, as counted with Python's csv module.
  expect([labels.length, new Set(labels.map((label) => label.eventId)).size]).toEqual([10_463, 10_463]);
  expect(columnSum(labels)).toBeCloseTo(142_040.4, 3);
  expect(pairs.size).toBeGreaterThan(59_000);
  expect(summary).toMatchObject({ rows: 59_653, events: 10_463, rejected: 0 });
  expect(notices).toEqual([expect.stringMatching(/line 264 is not UTF-8/)]);
  expect(everyEventPasses(events)).toBe(true);
});

function parsed(name: string): readonly Readonly<Record<string, string>>[] {
  const raw = readFileSync(at(name));
  return parse(name.endsWith(".gz") ? gunzipSync(raw) : raw, { columns: true, skip_empty_lines: true });
}

test.skipIf(!has("crowdflower/train.csv.gz"))("importFile: every Crowdflower row is in an event once", async () => {
  const rows = parsed("crowdflower/train.csv.gz");
  const { events, labels, summary } = await imported(at("crowdflower/train.csv.gz"), { preset: "crowdflower" });
  const ids = labels.flatMap((label) => label.products.map((shown) => shown.productId));
  expect([...ids].sort()).toEqual(rows.map((row) => row.id!).sort());
  expect(labels.length).toBe(new Set(rows.map((row) => row.query)).size);
  expect(columnSum(labels)).toBe(rows.reduce((sum, row) => sum + Number(row.median_relevance), 0));
  expect(summary).toMatchObject({ rows: rows.length, rejected: 0 });
  expect(everyEventPasses(events)).toBe(true);
});

test.skipIf(!has("chorus-electronics"))(
  "importFile: Chorus ratings with names, and without them with the catalog",
  async () => {
    const named = parsed("chorus-electronics/Broad_Query_Set_individual_ratings.csv");
    const { labels, summary } = await imported(at("chorus-electronics/Broad_Query_Set_individual_ratings.csv"), {
      preset: "chorus",
    });
    expect(summary).toMatchObject({ rows: named.length, rejected: 0 });
    expect(columnSum(labels)).toBe(named.reduce((sum, row) => sum + Number(row.final_rating), 0));
    const bare = at("chorus-electronics/Broad_Query_Set_rated.csv");
    const rated = parsed("chorus-electronics/Broad_Query_Set_rated.csv");
    expect((await imported(bare, { preset: "chorus" })).summary).toMatchObject({ events: 0, rejected: rated.length });
    const joined = await imported(bare, { preset: "chorus", catalog: at("chorus-electronics/catalogue.csv.gz") });
    expect(joined.summary).toMatchObject({ rows: rated.length, rejected: 0 });
    expect(columnSum(joined.labels)).toBe(rated.reduce((sum, row) => sum + Number(row.rating), 0));
  },
);

test.skipIf(!has("ubi-opensearch/log_events.zip"))(
  "importFile: UBI lines of index and document, by the source's counts",
  async () => {
    const { events, searches, interactions, summary } = await imported(at("ubi-opensearch/log_events.zip"), {
      preset: "ubi",
    });
    expect(searches.length).toBe(4_130);
    const found: Record<string, number> = {};
    for (const { type } of interactions) found[type] = (found[type] ?? 0) + 1;
    // Counted with Python: events whose object is a product.
    const byType = {
      product_hover: 961,
      click: 832,
      declined_product: 488,
      cart: 425,
      order: 414,
      page_exit: 136,
      user_feedback: 136,
      "404_redirect": 125,
    };
    expect(found).toEqual(byType);
    expect(interactions.length).toBe(3_517);
    expect(summary).toMatchObject({ rows: 30_958, events: 4_130 + 3_517, rejected: 0 });
    expect(new Set(events.map(({ event }) => "eventId" in event && event.eventId)).size).toBe(events.length);
    expect(everyEventPasses(events)).toBe(true);
  },
);

test.skipIf(!has("ubi-opensearch/ubi_queries_events.ndjson"))(
  "importFile: UBI bulk lines, by the source's counts",
  async () => {
    const { events, searches, interactions, summary, errors } = await imported(
      at("ubi-opensearch/ubi_queries_events.ndjson"),
      { preset: "ubi" },
    );
    expect(summary.rows).toBe(473 + 3_448);
    // Six of the 473 queries are blank.
    expect(searches.length).toBe(467);
    expect(errors.map(([, reason]) => reason)).toEqual(Array(6).fill("the query is empty"));
    const count = (type: string) => interactions.filter((event) => event.type === type).length;
    expect([count("impression"), count("click"), count("cart"), count("order")]).toEqual([1_999, 287 + 11, 234, 6]);
    expect(new Set(events.map(({ event }) => "eventId" in event && event.eventId)).size).toBe(events.length);
    const first = interactions[0]!;
    expect([first.productId, first.position]).toEqual(["B07CVR21VN", 1]);
    expect(searches.find((search) => search.eventId === first.refersTo)?.query).toBe(
      "futon frames full size without mattress",
    );
  },
);

test.skipIf(!has("bestbuy-clicks/train.raw.csv"))("importFile: doubly encoded clicks by --map", async () => {
  const map = { query: "query", product_id: "sku", time: "query_time", user_id: "user" };
  const raw = await imported(at("bestbuy-clicks/train.raw.csv"), { map, source: "clicks" });
  const clean = await imported(at("bestbuy-clicks/train.csv"), { map, source: "clicks" });
  expect(raw.interactions).toEqual(clean.interactions);
  expect([raw.interactions.length + raw.summary.rejected, raw.summary.rows]).toEqual([999, 999]);
  expect(raw.interactions[0]).toMatchObject({
    type: "click",
    productId: "2125233",
    query: "Televisiones Panasonic  50 pulgadas",
    time: Date.UTC(2011, 8, 1, 23, 43, 59, 752),
  });
  const wrong = await imported(at("bestbuy-clicks/train.raw.csv"), { map: { ...map, time: "category" } });
  expect(wrong.summary).toMatchObject({ events: 0, rejected: 999 });
  expect(wrong.errors[0]).toEqual([2, 'the time "abcat0101001" can\'t be read']);
});
