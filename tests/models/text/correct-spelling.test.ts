import { expect, test } from "vitest";
import { createSpellingCorrector } from "../../../models/text/correct-spelling.ts";
import type { Vocabulary } from "../../../models/text/vocabulary.ts";
import { emptyVocabulary } from "../../../models/text/vocabulary-file.ts";

const counts = new Map<string, number>([
  ["faucet", 1100],
  ["vacuum", 190],
  ["refrigerator", 340],
  ["kitchen", 750],
  ["rail", 270],
  ["paint", 700],
  ["pin", 160],
  ["plain", 75],
  ["frame", 300],
  ["light", 3900],
  ["tower", 400],
  ["thrower", 60],
  ["snow", 150],
  ["wall", 2800],
  ["mesa", 2],
  ["for", 5000],
]);
const pairs = new Map([["snow thrower", 50]]);
const vocabulary: Vocabulary = {
  ...emptyVocabulary,
  texts: 50_000,
  count: (word) => counts.get(word) ?? 0,
  entries: () => counts.entries(),
  pairCount: (first, second) => pairs.get(`${first} ${second}`) ?? 0,
};
const corrector = createSpellingCorrector(vocabulary);

test.each([
  ["fuacet", "faucet"],
  ["faucett", "faucet"],
  ["vaccum", "vacuum"],
  ["refridgerator", "refrigerator"],
  ["refrigirater", "refrigerator"],
  ["kichten", "kitchen"],
  ["liht", "light"],
  ["walll", "wall"],
])("spelling: %s means %s", (word, meant) => {
  expect(corrector.correct(word, undefined, undefined)).toBe(meant);
});

test.each([
  ["faucet", "is known"],
  ["faucets", "is an inflection of a known word"],
  ["unframe", "is a known word with a prefix"],
  ["hail", "is near a word of another first letter only"],
  ["wal", "is too short"],
  ["fauc3t", "has a digit"],
  ["0.5in", "is a measure"],
  ["mesx", "is near a rare word only"],
  ["forr", "is near a stop word only"],
  ["kabinett", "is near nothing"],
  ["вилка", "is of another script"],
  ["faucet".repeat(20_000), "is absurd"],
])("spelling: %s stays, it %s", (word) => {
  expect(corrector.correct(word, undefined, undefined)).toBe(word);
});

test("spelling: neighbours decide between near words", () => {
  expect(corrector.correct("thower", undefined, undefined)).toBe("tower");
  expect(corrector.correct("thower", "snow", undefined)).toBe("thrower");
});
