import { expect, test } from "vitest";
import { judgmentPreset } from "../../../pipelines/replay/judgment-file.ts";
import type { ImportRun, RowValues } from "../../../pipelines/replay/preset.ts";

const preset = judgmentPreset(
  "shop",
  "a shop's judgments",
  { min: 0, max: 3 },
  {
    query: ["query"],
    productId: ["sku", "id"],
    title: ["title"],
    grade: ["final", "first"],
    attributes: ["color", "size"],
  },
);

const run: ImportRun = {
  source: "shop",
  labelRange: preset.labelRange,
  eventId: (...parts) => parts.join(),
  ownId: (id) => id,
  timeAt: () => 0,
  titleOf: (productId) => (productId === "7" ? "Lamp of the catalog" : undefined),
  skip: () => {},
};

const read = (values: RowValues) => preset.open(run).read(values, 2);
const row = { query: " lamp ", sku: " 7 ", title: "Lamp", final: "2.5" };

test("judgmentPreset: needs its query, product and grade columns, and no title", () => {
  expect(preset).toMatchObject({ name: "shop", doc: "a shop's judgments", labelRange: { min: 0, max: 3 } });
  expect(preset.columns).toEqual([["query"], ["sku", "id"], ["final", "first"]]);
});

test("judgmentPreset: a row is one pair, its query as it stands and its id trimmed", () => {
  expect(read({ ...row, color: "red", size: " " })).toEqual([
    { pair: { query: " lamp ", productId: "7", title: "Lamp", grade: 2.5, attributes: { color: "red" } } },
  ]);
  expect(read(row)).toEqual([
    { pair: { query: " lamp ", productId: "7", title: "Lamp", grade: 2.5, attributes: undefined } },
  ]);
});

test("judgmentPreset: the first of several columns that the file has is taken", () => {
  const [reading] = read({ query: "lamp", id: 8, title: "Lamp", first: 1, final: 3 });
  expect(reading).toMatchObject({ pair: { productId: "8", grade: 3 } });
  expect(read({ query: "lamp", id: 8, title: "Lamp", first: 1 })).toMatchObject([{ pair: { grade: 1 } }]);
});

test("judgmentPreset: a blank title comes from the catalog, or is missing", () => {
  expect(read({ ...row, title: " " })).toMatchObject([{ pair: { title: "Lamp of the catalog" } }]);
  expect(read({ ...row, title: " ", sku: "8" })).toMatchObject([{ pair: { productId: "8", title: null } }]);
});

test("judgmentPreset: a blank grade is an error, a grade that is no number is left to the checks", () => {
  expect(read({ ...row, final: " " })).toEqual([{ error: "the grade is missing" }]);
  expect(read({ ...row, final: "good" })).toMatchObject([{ pair: { grade: Number.NaN } }]);
});
