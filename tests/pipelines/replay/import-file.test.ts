import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { imported } from "../../support/imported.ts";

const folder = mkdtempSync(path.join(tmpdir(), "import-file-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function fileOf(content: string): string {
  const file = path.join(folder, `${++files}`);
  writeFileSync(file, content);
  return file;
}

const product = { brand: null, category: null, price: null, attributes: {} };

test("importFile: the rows of a query become one labelled event, wherever they stand", async () => {
  const file = fileOf(
    "id,product_uid,product_title,search_term,relevance\n1,10,Hammer,hammer,3\n2,20,Nail,nails,1.5\n3,11,Mallet,hammer,2\n4,10,Hammer,hammer,3\n",
  );
  const { events, summary } = await imported(file, { preset: "home-depot" });
  const common = { source: "home-depot", sessionId: null, userId: null, refersTo: null, labelMin: 1, labelMax: 3 };
  const id = expect.stringMatching(/^home-depot-[0-9a-f]{16}$/);
  expect(events).toEqual([
    {
      topic: "labels",
      event: {
        ...common,
        eventId: id,
        time: Date.UTC(2020, 0, 1),
        query: "hammer",
        products: [
          { ...product, productId: "10", title: "Hammer", position: 1, grade: 3 },
          { ...product, productId: "11", title: "Mallet", position: 2, grade: 2 },
          { ...product, productId: "10", title: "Hammer", position: 3, grade: 3 },
        ],
      },
    },
    {
      topic: "labels",
      event: {
        ...common,
        eventId: id,
        time: Date.UTC(2020, 0, 1, 0, 0, 1),
        query: "nails",
        products: [{ ...product, productId: "20", title: "Nail", position: 1, grade: 1.5 }],
      },
    },
  ]);
  expect(summary).toEqual({ rows: 4, events: 2, rejected: 0, skipped: {}, byReason: [] });
});

test("importFile: the same file gives the same events, and other ids when they are asked for as new", async () => {
  const file = fileOf("query,docid,name,final_rating\nlamp,1,Lamp,3\nlamp,2,Bulb,1\ndesk,3,Desk,2\n");
  const first = await imported(file, { preset: "chorus" });
  expect(await imported(file, { preset: "chorus" })).toEqual(first);
  const again = await imported(file, { preset: "chorus", asNew: "2" });
  const ids = [...first.labels, ...again.labels].map((label) => label.eventId);
  expect(new Set(ids).size).toBe(4);
  const other = await imported(fileOf("query,docid,name,final_rating\nlamp,4,Torch,3\n"), { preset: "chorus" });
  expect(ids).not.toContain(other.labels[0]!.eventId);
});

const badRows = [
  "query,docid,name,final_rating",
  "lamp,1,Lamp,3",
  ",2,Bulb,1",
  "lamp,2,Bulb,",
  "lamp,2,Bulb,good",
  "lamp,2,Bulb,4",
  "lamp,,Bulb,2",
  "lamp,2, ,2",
  "lamp,2,Bulb",
  'lamp,"2,Bulb,1',
  `lamp,2,${"x".repeat(10_001)},2`,
  "lamp,9,Torch,0",
];

test("importFile: rows that can't be used are told with line and reason, and the rest comes through", async () => {
  const { labels, summary, errors } = await imported(fileOf(badRows.join("\n")), { preset: "chorus" });
  expect(labels.map((label) => label.products.map((shown) => shown.productId))).toEqual([["1", "9"]]);
  expect(errors).toEqual([
    [3, "the query is empty"],
    [4, "the grade is missing"],
    [5, "the grade is not a number"],
    [6, "the grade 4 is not between 0 and 3"],
    [7, "the product id is empty"],
    [8, "the row has no title: give --catalog FILE with the products' titles"],
    [9, "the row has 3 fields, the header 4"],
    [10, "a quote is opened and never closed"],
    [11, "the title has 10001 characters, more than 10000"],
  ]);
  expect(summary).toMatchObject({ rows: 11, events: 1, rejected: 9 });
  expect(summary.byReason[0]).toEqual({ reason: "the query is empty", count: 1, firstLine: 3 });
});

test("importFile: strict stops at the first row that can't be used", async () => {
  await expect(imported(fileOf(badRows.join("\n")), { preset: "chorus", strict: true })).rejects.toMatchObject({
    code: "ROW_REFUSED",
    message: expect.stringMatching(/line 3: the query is empty/),
  });
});

test("importFile: lists of more than a thousand products are cut, without a row lost", async () => {
  const rows = Array.from({ length: 2_500 }, (_, index) => `lamp,${index},Lamp ${index},${index % 4}`);
  const { labels } = await imported(fileOf(`query,docid,name,final_rating\n${rows.join("\n")}`), { preset: "chorus" });
  expect(labels.map((label) => label.products.length)).toEqual([1_000, 1_000, 500]);
  expect(new Set(labels.map((label) => label.eventId)).size).toBe(3);
  expect(labels[2]!.products[0]).toMatchObject({ productId: "2000", position: 2_001, grade: 0 });
});

test("importFile: titles come from a catalog where rows have none", async () => {
  const catalog = fileOf("id,name,title\n1,L,Desk lamp\n2,B,\n");
  const ratings = fileOf("query,docid,rating\nlamp,1,3\nlamp,2,2\n");
  const { labels, errors } = await imported(ratings, { preset: "chorus", catalog });
  expect(labels.map((label) => label.products.map((shown) => shown.title))).toEqual([["Desk lamp"]]);
  expect(errors).toEqual([[3, "the row has no title, nor has the catalog one for its product"]]);
});

test("importFile: a judgment list of one JSON object", async () => {
  const ratings = [{ docId: "A", rating: "100.000" }, { docId: "B", rating: "1.000" }, { docId: "C" }];
  const file = fileOf(JSON.stringify({ name: "n", judgmentRatings: [{ query: "towel", ratings }] }, null, 2));
  const catalog = fileOf("asin,title\nA,Tea towel\nB,Bath towel\nC,Towel\n");
  const { labels, summary } = await imported(file, { preset: "esci", catalog });
  expect(labels.map(({ labelMax, products }) => [labelMax, products.map(({ grade }) => grade)])).toEqual([
    [100, [100, 1]],
  ]);
  expect(summary).toMatchObject({ rows: 3, events: 1, rejected: 1 });
});

const queryDocument = {
  query_id: "q1",
  user_query: "hammer",
  client_id: "c1",
  timestamp: "2024-05-01T10:00:00Z",
  query_response_object_ids: ["p1", "p2"],
};
const clickDocument = {
  action_name: "item_click",
  query_id: "q1",
  client_id: "c1",
  timestamp: 1_714_557_601_500,
  application: "shop",
  event_attributes: {
    session_id: "s1",
    object: { object_id: "p1", object_id_field: "sku", description: "Claw hammer", object_detail: { price: 12.5 } },
    position: { ordinal: 1 },
  },
};

test("importFile: UBI queries become searches, events that name a product interactions", async () => {
  const hover = { ...clickDocument, action_name: "product_hover", timestamp: "2024-05-01 12:00:02+02:00" };
  const sort = { ...clickDocument, action_name: "product_sort", event_attributes: { session_id: "s1" } };
  const filter = {
    ...clickDocument,
    action_name: "brand_filter",
    event_attributes: { object: { object_id: "o", object_id_field: "filter_data" } },
  };
  const broken = { ...queryDocument, timestamp: "soon" };
  const blank = { ...queryDocument, user_query: " " };
  const lines = [queryDocument, clickDocument, hover, sort, filter, broken, blank].map((document) =>
    JSON.stringify(document),
  );
  const { searches, interactions, summary, errors, notices } = await imported(fileOf(lines.join("\n")), {
    preset: "ubi",
  });
  const time = Date.UTC(2024, 4, 1, 10);
  const shown = { ...product, productId: "p1", title: "Claw hammer", position: 1 };
  expect(searches).toEqual([
    {
      eventId: expect.stringMatching(/^ubi-/),
      time,
      source: "ubi",
      sessionId: null,
      userId: "c1",
      query: "hammer",
      products: [shown],
    },
  ]);
  const click = {
    eventId: expect.stringMatching(/^ubi-/),
    time: time + 1_500,
    source: "ubi",
    sessionId: "s1",
    userId: "c1",
    type: "click",
    refersTo: searches[0]!.eventId,
    query: "hammer",
    productId: "p1",
    position: 1,
    price: 12.5,
    quantity: null,
  };
  expect(interactions).toEqual([click, { ...click, type: "product_hover", time: time + 2_000 }]);
  expect(interactions[0]!.eventId).not.toBe(interactions[1]!.eventId);
  expect(errors).toEqual([
    [6, 'the time "soon" can\'t be read'],
    [7, "the query is empty"],
  ]);
  expect(summary.skipped).toEqual({
    "products shown whose title is not known (give --catalog)": 1,
    "product_sort events, which name no product": 1,
    "brand_filter events, which name no product": 1,
  });
  expect(notices.length).toBe(3);
});

test("importFile: UBI positions that count from 0 are moved to 1, application by application", async () => {
  const at = (application: string, ordinal: number) => ({
    ...clickDocument,
    application,
    event_attributes: { ...clickDocument.event_attributes, position: { ordinal } },
  });
  const lines = [at("a", 2), at("a", 0), at("b", 2)].map((document) => JSON.stringify(document));
  const { interactions } = await imported(fileOf(lines.join("\n")), { preset: "ubi" });
  expect(interactions.map(({ position }) => position)).toEqual([3, 1, 2]);
});

test("importFile: a preset for another kind of file is wrong usage, said before any row", async () => {
  const file = fileOf("a,b\n1,2\n");
  await expect(imported(file, { preset: "home-depot" })).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringMatching(/no column "search_term", it has a, b/),
  });
  await expect(imported(path.join(folder, "none"), { preset: "ubi" })).rejects.toMatchObject({
    code: "FILE_NOT_FOUND",
  });
});
