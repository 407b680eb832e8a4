import { describe, expect, test } from "vitest";
import { checks } from "../../schemas/checks.ts";
import type { InteractionEvent, LabelledEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { recognition } from "../support/recognition.ts";

const time = Date.UTC(2024, 0, 1);
const product = {
  productId: "p1",
  title: "hammer",
  position: 1,
  brand: null,
  category: null,
  price: 9.5,
  attributes: {},
};
const common = { eventId: "e1", time, source: "test", sessionId: null, userId: null };
const search: SearchEvent = { ...common, query: "hammer", products: [product] };
const label: LabelledEvent = {
  ...common,
  refersTo: null,
  query: "hammer",
  labelMin: 1,
  labelMax: 3,
  products: [{ ...product, grade: 2 }],
};
const click: InteractionEvent = {
  ...common,
  type: "click",
  refersTo: null,
  query: null,
  productId: "p1",
  position: null,
  price: null,
  quantity: null,
};

test("checks: let sensible events pass", () => {
  expect(checks.searches!(search)).toBeUndefined();
  expect(checks.searches!({ ...search, products: [] })).toBeUndefined();
  expect(checks.searches!({ ...search, query: " äther" })).toBeUndefined();
  expect(checks.labels!(label)).toBeUndefined();
  expect(checks.interactions!(click)).toBeUndefined();
});

describe("checks: a search is refused", () => {
  const tenMegabytes = "x".repeat(10 * 1024 * 1024);
  test.each<[string, Partial<SearchEvent>, RegExp]>([
    ["an empty query", { query: "" }, /query is empty/],
    ["a query of blanks", { query: " \t\u00a0" }, /query is empty/],
    ["a query of 1,001 characters", { query: "q".repeat(1_001) }, /1001 characters/],
    ["an empty id", { eventId: "" }, /eventId is empty/],
    ["an id of 201 characters", { eventId: "i".repeat(201) }, /201 characters/],
    ["the year 40000", { time: 1_200_000_000_000_000 }, /years 1990 and 2100/],
    ["the year 1970", { time: 0 }, /years 1990 and 2100/],
    ["a time that is not a number", { time: Number.NaN }, /years 1990 and 2100/],
    ["10,001 products", { products: Array(10_001).fill(product) }, /10001 products/],
    ["an empty title", { products: [product, { ...product, title: " " }] }, /product 2: the title is empty/],
    ["a title of 10 MB", { products: [{ ...product, title: tenMegabytes }] }, /product 1: the title has 10485760/],
    ["no product id", { products: [{ ...product, productId: "" }] }, /productId is empty/],
    ["position 0", { products: [{ ...product, position: 0 }] }, /position 0 is below 1/],
    ["an infinite price", { products: [{ ...product, price: Number.POSITIVE_INFINITY }] }, /price Infinity/],
    ["a price that is no number", { products: [{ ...product, price: Number.NaN }] }, /price NaN/],
  ])("for %s", (_name, change, reason) => {
    expect(checks.searches!({ ...search, ...change })).toMatch(reason);
  });
});

describe("checks: a label is refused", () => {
  const graded = (grade: number) => ({ products: [{ ...product, grade }] });
  test.each<[string, Partial<LabelledEvent>, RegExp]>([
    ["a grade above the range", graded(3.01), /grade 3.01 is not between 1 and 3/],
    ["a grade below the range", graded(0), /grade 0/],
    ["a grade that is no number", graded(Number.NaN), /grade NaN/],
    ["a range without width", { labelMin: 1, labelMax: 1 }, /label range 1 to 1/],
    ["a range without end", { labelMax: Number.POSITIVE_INFINITY }, /label range 1 to Infinity/],
    ["neither a query nor an earlier search", { query: null }, /neither a query nor/],
    ["no title beside a query", { products: [{ ...product, title: null, grade: 2 }] }, /title is missing/],
    [
      "no title beside a query and an id",
      { refersTo: "e0", products: [{ ...product, title: null, grade: 2 }] },
      /title is missing/,
    ],
  ])("for %s", (_name, change, reason) => {
    expect(checks.labels!({ ...label, ...change })).toMatch(reason);
  });
});

test("checks: a late label needs no titles", () => {
  const late = { ...label, refersTo: "e0", query: null, products: [{ ...product, title: null, grade: 2 }] };
  expect(checks.labels!(late)).toBeUndefined();
});

test.each<[string, Partial<InteractionEvent>, RegExp]>([
  ["no product", { productId: "" }, /productId is empty/],
  ["no type", { type: "" }, /type is empty/],
  ["a blank query", { query: " " }, /query is empty/],
  ["position 0", { position: 0 }, /position 0/],
])("checks: an interaction is refused for %s", (_name, change, reason) => {
  expect(checks.interactions!({ ...click, ...change })).toMatch(reason);
});

test("checks: what a stage made is checked too", () => {
  const text = { words: ["hammer"], stems: ["hammer"], rewrites: [] };
  const tokens = {
    ...common,
    labelMin: null,
    labelMax: null,
    vocabulary: "none",
    query: "hammer",
    queryText: text,
    products: [{ ...product, grade: null, text }],
  };
  expect(checks.tokens!(tokens)).toBeUndefined();
  expect(checks.tokens!({ ...tokens, labelMin: 1 })).toMatch(/one end of the label range/);
  expect(checks.tokens!({ ...tokens, queryText: { ...text, stems: [] } })).toMatch(/one stem for each word/);
  const vector = Buffer.alloc(8);
  const embedded = { ...tokens, space: "s", queryVector: vector, products: [{ ...tokens.products[0]!, vector }] };
  expect(checks.embeddings!(embedded)).toBeUndefined();
  expect(checks.embeddings!({ ...embedded, queryVector: Buffer.alloc(4) })).toMatch(/not as long as the query's/);
  expect(checks.embeddings!({ ...embedded, queryVector: Buffer.alloc(3) })).toMatch(/holds no floats/);
});

test("checks: what a product was recognised as has a probability and a vector of numbers", () => {
  const { recognitions: check } = checks;
  expect(check!(recognition("p1", [0.6, 0.8]))).toBeUndefined();
  expect(check!(recognition("p1", [0.6], { probability: 1.1 }))).toBe("the probability 1.1 is not between 0 and 1");
  expect(check!(recognition("p1", []))).toBe("a vector of 0 bytes holds no floats");
  expect(check!(recognition("p1", [0.6, Number.NaN]))).toBe("a number of the vector is not finite");
});

test("checks: scores that are no numbers are refused", () => {
  const scored = {
    ...common,
    labelMin: 1,
    labelMax: 3,
    query: "hammer",
    rewrites: [],
    queryWords: 1,
    isSeenQuery: null,
    model: "mean-1",
    space: "s",
    featureSet: "lexical-2",
    scoreMin: 1,
    scoreMax: 3,
    challenger: null,
    challengerFault: null,
    products: [{ ...product, grade: 2, score: 2.5, features: Float32Array.of(0, 1), challengerScore: null }],
  };
  const withProduct = (change: object) => ({ ...scored, products: [{ ...scored.products[0]!, ...change }] });
  expect(checks.scores!(scored)).toBeUndefined();
  expect(checks.scores!(withProduct({ score: Number.NaN }))).toMatch(/score or feature/);
  expect(checks.scores!(withProduct({ features: Float32Array.of(Number.NaN) })), "a missing feature").toBeUndefined();
  expect(checks.scores!(withProduct({ features: Float32Array.of(Number.NEGATIVE_INFINITY) }))).toMatch(
    /score or feature/,
  );
  expect(checks.scores!(withProduct({ features: Float32Array.of(Number.POSITIVE_INFINITY) }))).toMatch(
    /score or feature/,
  );
});
