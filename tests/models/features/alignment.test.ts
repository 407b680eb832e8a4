import { expect, test } from "vitest";
import { alignWords, unmatchedWords } from "../../../models/features/alignment.ts";
import { createAnalyser } from "../../../models/text/analyse.ts";
import { learnVocabulary } from "../../../models/text/learn-vocabulary.ts";

const titles = [
  "Hampton Bay 52 in. White Ceiling Fan",
  "Ceiling Fan Remote Control",
  "White Door Knob",
  "Brass Door Knob",
  "Oak Door Knob",
  "Ceiling Paint",
];
const analyser = createAnalyser(
  learnVocabulary([...titles, ...titles, ...titles].map((text, i) => ({ text: `${text} ${i}`, kind: "title" }))),
);

function align(query: string, title: string) {
  return alignWords(analyser.analyseQuery(query), analyser.analyseTitle(title));
}

/** Each word of a query as `written = what it meets (rule)`. */
function rulesOf(query: string, title: string): readonly string[] {
  return align(query, title).map(
    (match) => `${match.query.written} = ${match.title.map(({ written }) => written).join(" ")} (${match.rule})`,
  );
}

test.for([
  ["white fan", "white ceiling fan", ["white = white (exact)", "fan = fan (exact)"]],
  ["white fans", "white ceiling fan", ["white = white (exact)", "fans = fan (stem)"]],
  ["fan 52", "52 in. fan", ["fan = fan (exact)", "52 = 52 in. (number)"]],
  ["52 inch fan", "number 52 fan", ["52 inch = 52 (number)", "fan = fan (exact)"]],
  ["44 in fan", "52 in. fan", ["44 in = 52 in. (conflict)", "fan = fan (exact)"]],
  ["2x4", "2x6 board", ["2x4 = 2x6 (conflict)"]],
  ["flash light", "flashlight", ["flash = flashlight (compound)", "light = flashlight (compound)"]],
  ["flashlights", "flash lights", ["flashlights = flash lights (compound)"]],
  ["light", "nightlight", ["light = nightlight (part)"]],
  ["flooring", "lumberflooring", ["flooring = lumberflooring (part)"]],
  ["hamptan", "hampten bay", ["hamptan = hampten (edit)"]],
  ["sink", "link", ["sink =  (none)"]],
  ["m18 kit", "m12 kit", ["m18 =  (none)", "kit = kit (exact)"]],
  ["fan for tile", "fan to tile", ["fan = fan (exact)", "for =  (none)", "tile = tile (exact)"]],
] as const)("alignment: %j meets %j", ([query, title, expected]) => {
  expect(rulesOf(query, title)).toEqual(expected);
});

test("alignment: a word carries what was written on both sides and the rules that changed it", () => {
  const [ceiling, size] = align('ceilng 52"', "Hampton Bay 52 in. White Ceiling Fan");
  expect(ceiling).toEqual({
    query: { word: "ceiling", written: "ceilng", rewrites: ["spelling"] },
    rule: "exact",
    title: [{ word: "ceiling", written: "ceiling", rewrites: [] }],
    isStopWord: false,
  });
  expect(size).toEqual({
    query: { word: "52in", written: '52"', rewrites: ["unit"] },
    rule: "exact",
    title: [{ word: "52in", written: "52 in.", rewrites: ["unit"] }],
    isStopWord: false,
  });
});

test("alignment: a rewrite that follows another is traced to the start", () => {
  const trail = [
    { from: "dorbel", to: "dor bel", rule: "split" },
    { from: "bel", to: "bell", rule: "spelling" },
    { from: "dor bell", to: "doorbell", rule: "compound" },
    { from: "whte", to: "white", rule: "spelling" },
  ];
  const query = { words: ["doorbell"], stems: ["doorbel"], rewrites: trail };
  const [match] = alignWords(query, { words: [], stems: [], rewrites: [] });
  expect(match!.query).toEqual({ word: "doorbell", written: "dorbel", rewrites: ["split", "spelling", "compound"] });
});

test("alignment: a stop word is marked, and an empty text has no words", () => {
  const [match] = align("for", "fan");
  expect(match).toMatchObject({ rule: "none", isStopWord: true });
  expect(align("", "fan")).toEqual([]);
});

test("unmatched words: what the title has beside", () => {
  const title = analyser.analyseTitle("Hampton Bay 52 in. White Ceiling Fan");
  const matches = alignWords(analyser.analyseQuery("white fan 44 in."), title);
  expect(unmatchedWords(title, matches).map(({ written }) => written)).toEqual(["hampton", "bay", "ceiling"]);
});
