import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createAnalyser } from "../../../models/text/analyse.ts";
import { emptyVocabulary, learnVocabulary, loadVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { rules } from "../../../models/text/rules.ts";

const vocabulary = learnVocabulary(
  ["White", "Chrome", "Brass", "Black", "Nickel", "Bronze", "Satin"].flatMap((finish) =>
    ["Deluxe", "Basic", "Classic"].map((line) => ({
      text: `${line} ${finish} Handheld Showerhead, Kitchen Faucet with Door Knob, 1-1/2 in. x 6 ft. (${line.length}-Pack)`,
      kind: "title" as const,
    })),
  ),
);
const analyser = createAnalyser(vocabulary);

test("analyse: a query gets every rule, each with its trail", () => {
  expect(analyser.analyseQuery("the kichen faucett &amp; show erhead doorknobs 2 x 4 doorknob 5-gallon")).toEqual({
    words: ["the", "kitchen", "faucet", "showerhead", "doorknobs", "2x4", "door", "knob", "5gal"],
    stems: ["", "kitchen", "faucet", "showerhead", "doorknob", "2x4", "door", "knob", "5gal"],
    rewrites: [
      { from: "&amp;", to: "&", rule: "character" },
      { from: "2 x 4", to: "2x4", rule: "dimension" },
      { from: "5-gallon", to: "5gal", rule: "unit" },
      { from: "doorknob", to: "door knob", rule: "split" },
      { from: "show erhead", to: "showerhead", rule: "compound" },
      { from: "kichen", to: "kitchen", rule: "spelling" },
      { from: "faucett", to: "faucet", rule: "spelling" },
    ],
  });
});

test("analyse: a title keeps its spelling", () => {
  expect(analyser.analyseTitle("Kichen Faucett").words).toEqual(["kichen", "faucett"]);
});

test("analyse: a corrected word may complete a compound", () => {
  const colours = ["red", "blue", "green", "white", "black", "brown"];
  const tiles = colours.flatMap((colour) => [
    `Bullnose ${colour} Tile`,
    `Bull ${colour} Statue`,
    `Nose ${colour} Pliers`,
  ]);
  const { analyseQuery } = createAnalyser(learnVocabulary(tiles.map((text) => ({ text, kind: "title" }))));
  expect(analyseQuery("bull noose tile")).toEqual({
    words: ["bullnose", "tile"],
    stems: ["bullnos", "tile"],
    rewrites: [
      { from: "noose", to: "nose", rule: "spelling" },
      { from: "bull nose", to: "bullnose", rule: "compound" },
    ],
  });
});

test.each([
  ["2x4x8 stud", "2 in. x 4 in. x 8 ft. Stud"],
  ["36 x 72 shade", "Shade - 36 in. W x 72 in. L"],
  ["3/4 mdf", "3/4 in. MDF"],
  ["5 gal bucket", "5-Gallon Buckets"],
  ["12v drill", "12-Volt Drills"],
  ["shower head", "Showerhead"],
  ["doorknob", "Door Knobs"],
  ["20 square foot tile", "Tile (20 sq. ft.)"],
  ["r 13 insulation", "R-13 Insulation"],
  ["henrys sealer", "Henry&#39;s Sealers"],
])("analyse: the stems of the query %j are all in the title %j", (query, title) => {
  const stems = analyser.analyseTitle(title).stems;
  for (const stem of analyser.analyseQuery(query).stems) expect(stems).toContain(stem);
});

test("analyse: with no vocabulary there are measures but no spelling", () => {
  expect(createAnalyser(emptyVocabulary).analyseQuery("kichen 1/2 in. Pipe")).toEqual({
    words: ["kichen", "0.5in", "pipe"],
    stems: ["kichen", "0.5in", "pipe"],
    rewrites: [{ from: "1/2 in.", to: "0.5in", rule: "unit" }],
  });
});

test("analyse: any text gives as many stems as words, no empty word, known rules, and the same from a loaded vocabulary", () => {
  const again = createAnalyser(loadVocabulary(vocabulary.save()));
  const piece = fc.constantFrom(
    ..."1 1/2 x in. ft. 2x4 \" ' - & &amp; ½ kichen shower head doorknob the # ° % r-13 5gal \ud800 ß é".split(" "),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((pieces) => pieces.join(" ")),
    fc.array(piece).map((pieces) => pieces.join("")),
  );
  fc.assert(
    fc.property(text, (any) => {
      for (const kind of ["analyseQuery", "analyseTitle"] as const) {
        const { words, stems, rewrites } = analyser[kind](any);
        expect(stems).toHaveLength(words.length);
        expect(words.every((word) => word !== "" && !/\s/.test(word))).toBe(true);
        expect(rewrites.every(({ rule }) => Object.hasOwn(rules, rule))).toBe(true);
        expect(again[kind](any)).toEqual({ words, stems, rewrites });
      }
    }),
    { seed: 6, numRuns: 500 },
  );
});

test("analyse: a text of megabytes is no trouble", () => {
  expect(analyser.analyseQuery("kichen faucett ".repeat(30_000)).words).toHaveLength(60_000);
  expect(analyser.analyseQuery("a".repeat(2_000_000)).words).toHaveLength(1);
});

const homeDepot = path.resolve("../shared/data/home-depot/train.csv");
test.skipIf(!existsSync(homeDepot))("analyse: real titles and queries meet where their words differ", () => {
  const lines = readFileSync(homeDepot, "latin1").split("\n").slice(1, 8000);
  const rows = lines.flatMap((line) => /^\d+,\d+,(?:"(.*)"|([^"]*)),([^",]*),[\d.]+\s*$/.exec(line) ?? []);
  const titles: string[] = [];
  const queries: string[] = [];
  for (let row = 0; row + 3 < rows.length; row += 4) {
    titles.push(rows[row + 1] ?? rows[row + 2] ?? "");
    queries.push(rows[row + 3] ?? "");
  }
  const real = createAnalyser(
    learnVocabulary([
      ...titles.map((text) => ({ text, kind: "title" as const })),
      ...queries.map((text) => ({ text, kind: "query" as const })),
    ]),
  );
  expect(titles.length).toBeGreaterThan(7000);
  expect(real.analyseQuery("stainles vaccum 1/2 inch condiut").words).toEqual([
    "stainless",
    "vacuum",
    "0.5in",
    "conduit",
  ]);
  expect(real.analyseQuery("lawnmower").words).toEqual(["lawn", "mower"]);
});
