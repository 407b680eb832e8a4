import { expect, test } from "vitest";
import { explanationText } from "../../../app/terminal/explanation-text.ts";
import type { TracedWord, WordMatch } from "../../../models/features/alignment.ts";
import { compareProducts } from "../../../pipelines/explain/compare-products.ts";
import type { Contribution } from "../../../pipelines/explain/contributions.ts";
import type { ExplainedProduct, Explanation } from "../../../pipelines/explain/explain-scores.ts";

const traced = (word: string, written = word, ...rewrites: readonly string[]): TracedWord => ({
  word,
  written,
  rewrites,
});
const match = (query: TracedWord, rule: WordMatch["rule"], ...title: readonly TracedWord[]): WordMatch => ({
  query,
  rule,
  title,
  isStopWord: query.word === "for",
});
const overlap = { name: "stem_overlap", says: "Share of stems.", group: "overlap" };
const order = { name: "first_match", says: "Where it begins.", group: "order" };

function explanation(products: readonly ExplainedProduct[], base?: number): Explanation {
  const reading = { words: ["fan", "52in"], rewrites: [{ from: "52 in.", to: "52in", rule: "unit" }] };
  const known = { model: "ridge-1", scoreMin: 1, scoreMax: 3, query: "fan 52 in.", reading, products };
  return base === undefined ? known : { ...known, base };
}

function product(title: string, score: number, contributions?: readonly Contribution[]): ExplainedProduct {
  const without = [{ piece: "fan", score: score - 0.5, adds: 0.5 }];
  return { title, score, matches: [], unmatched: [], without, ...(contributions && { contributions }) };
}

function compared(told: Explanation) {
  const [first, second] = told.products;
  return [{ first: 1, second: 2, ...compareProducts(first!, second!) }];
}

test("explanation text: how the query is read, each title, and why one is above the other", () => {
  const white = {
    ...product("52 in. Fan", 2.75, [
      { ...overlap, value: 1, adds: 0.5 },
      { ...order, value: 0.3333, adds: 0.25 },
    ]),
    matches: [
      match(traced("fan"), "exact", traced("fan")),
      match(traced("52in", "52 in.", "unit"), "exact", traced("52in", "52 in.", "unit")),
      match(traced("for"), "none"),
      match(traced("oak"), "none"),
    ],
    unmatched: [traced("white"), traced("5pack", "pack of 5", "unit")],
  };
  const remote = product("Fan Remote", 2.125, [
    { ...order, value: 1, adds: 0.125 },
    { ...overlap, value: 0.5, adds: 0 },
  ]);
  const told = explanation([white, remote], 2);
  expect(explanationText(told, compared(told))).toBe(
    `ridge-1 reads "fan 52 in." as: fan 52in  (52 in. → 52in by unit)

1  2.750  52 in. Fan
   fan = fan (exact)   52 in. = 52 in. (unit)   for (not found, a stop word)   oak not found
   not asked for: white, pack of 5
   +0.500  stem_overlap 1     Share of stems.
   +0.250  first_match 0.333  Where it begins.
   by group: overlap +0.500, order +0.250
   2.000 to begin with, +0.750 in all
   left out of the query: fan -0.500

2  2.125  Fan Remote
   +0.125  first_match 1  Where it begins.
   +0.000  the other 1
   by group: order +0.125, overlap +0.000
   2.000 to begin with, +0.125 in all
   left out of the query: fan -0.500

1 is above 2 by 0.625: "52 in. Fan", "Fan Remote"
   +0.500  stem_overlap 1 against 0.5   Share of stems.
   +0.125  first_match 0.333 against 1  Where it begins.
   by group: overlap +0.500, order +0.125`,
  );
});

test("explanation text: the heaviest five of many, and the rest in one line", () => {
  const parts = Array.from({ length: 8 }, (_, i) => ({ name: `part ${i}`, adds: 0.5 ** (i + 1) }));
  const text = explanationText(explanation([product("Fan", 2.996, parts)], 2), []);
  expect(text.match(/^ {3}\+.*$/gm)).toEqual([
    "   +0.500  part 0",
    "   +0.250  part 1",
    "   +0.125  part 2",
    "   +0.063  part 3",
    "   +0.031  part 4",
    "   +0.027  the other 3",
  ]);
});

test("explanation text: words that came of one writing are told apart", () => {
  const size = "2 in. x 4 in.";
  const [width, depth] = ["2in", "4in"].map((word) => traced(word, size, "dimension"));
  const fan = {
    ...product("4 in. x 6 in.", 2),
    matches: [match(width!, "none"), match(depth!, "exact", traced("4in", "4 in. x 6 in.", "dimension"))],
    unmatched: ["4x6", "6in"].map((word) => traced(word, "4 in. x 6 in.", "dimension")),
  };
  expect(explanationText(explanation([fan]), [])).toContain(
    "\n   2in not found   4in = 4 in. x 6 in. (dimension)\n   not asked for: 4 in. x 6 in.\n",
  );
});

test("explanation text: a score brought into its range, a missing value, a constant", () => {
  const cut = explanation([product("Fan", 3, [{ ...overlap, value: Number.NaN, adds: 2 }])], 2);
  expect(explanationText(cut, [])).toContain(
    "+2.000  stem_overlap missing  Share of stems.\n   2.000 to begin with, +2.000 in all, brought into 1 to 3\n",
  );
  const constant = explanation([product("Fan", 2.5, []), product("Lamp", 2.5, [])], 2.5);
  const text = explanationText(constant, compared(constant));
  expect(text).toContain("2.500 to begin with, and nothing adds to it\n");
  expect(text).toContain('1 scores as 2: "Fan", "Lamp"');
});

test("explanation text: two scores at the end of the range say what lies between them before", () => {
  const told = explanation(
    [
      product("Fan", 3, [{ ...overlap, value: 1, adds: 2 }]),
      product("Lamp", 2.5, [{ ...overlap, value: 0, adds: 0.5 }]),
    ],
    2,
  );
  expect(explanationText(told, compared(told))).toContain(
    "1 is above 2 by 0.500 (+1.500 before scores are brought into the range): ",
  );
});

test("explanation text: a model that can't tell says so, and compares by the parts of the query", () => {
  const lamp = { ...product("Lamp", 1), without: [{ piece: "fan", score: 1.25, adds: -0.25 }] };
  const told = explanation([product("Fan", 2), lamp]);
  const text = explanationText(told, compared(told));
  expect(text).toContain("\nridge-1 can't tell what its scores are made of; left out in turn, the parts of the query");
  expect(text).toContain("2  1.000  Lamp\n   left out of the query: fan +0.250");
  expect(text).toContain(
    '1 is above 2 by 1.000, by what each part of the query does for the one more than for the other: "Fan", "Lamp"\n   +0.750  fan',
  );
});
