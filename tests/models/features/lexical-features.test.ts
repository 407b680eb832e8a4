import fc from "fast-check";
import { expect, test } from "vitest";
import { lexicalFeatures } from "../../../models/features/lexical-features.ts";
import type { TextPair } from "../../../models/features/prepared-pair.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../../models/text/vocabulary.ts";
import { type FeatureName, featureNames } from "../../../schemas/feature-sets.ts";
import type { AnalysedText } from "../../../schemas/generated/events.ts";

/** Words as `word` (its own stem), `word/stem`, or `word/` for a stop word. */
function text(words: string): AnalysedText {
  const pieces = words.split(" ").filter((piece) => piece !== "");
  return {
    words: pieces.map((piece) => piece.split("/")[0]!),
    stems: pieces.map((piece) => piece.split("/")[1] ?? piece),
    rewrites: [],
  };
}

const unit = Float32Array.of(1, 0);

function featuresOf(query: string, title: string, vocabulary: Vocabulary = emptyVocabulary) {
  const pair = { query: text(query), title: text(title), queryVector: unit, titleVector: Float32Array.of(3, 4) };
  const values = lexicalFeatures([pair], vocabulary);
  return Object.fromEntries(featureNames.map((name, i) => [name, values[i]])) as Record<FeatureName, number>;
}

test("lexicalFeatures: every feature of a pair, worked by hand", () => {
  const idf = (stem: string) => ({ angl: 5, bracket: 3 })[stem] ?? 2;
  const vocabulary = { ...emptyVocabulary, idf };
  const values = featuresOf("the/ angles/angl 2in bracket", "steel bracket 4in angle/angl for/ wood", vocabulary);
  const expected = {
    query_words: 4,
    title_words: 6,
    query_characters: 22, // "the angles 2in bracket"
    word_overlap: 1 / 4, // bracket
    stem_overlap: 2 / 3, // angl and bracket, not 2in
    idf_overlap: 8 / 10,
    title_overlap: 2 / 5, // of steel bracket 4in angl wood
    jaccard: 2 / 6,
    all_stems: 0,
    last_stem: 1,
    first_match: 1 - 1 / 5, // bracket is the second of five
    bigram_overlap: 0, // angl 2in, 2in bracket
    number_overlap: 0,
    number_conflict: 1, // 2 and 4 inches
    // the: _th the he_; angles: _an ang ngl gle les es_; 2in: _2i 2in in_; bracket: all seven. There: _an ang ngl gle in_ and the seven.
    trigram_coverage: 12 / 19,
    embedding_similarity: 0.6,
  };
  for (const name of featureNames) expect({ [name]: values[name] }).toEqual({ [name]: Math.fround(expected[name]) });
});

test("lexicalFeatures: a title that says the query has every share in full", () => {
  expect(featuresOf("oak shelf 12in", "oak shelf 12in")).toMatchObject({
    ...{ word_overlap: 1, stem_overlap: 1, idf_overlap: 1, title_overlap: 1, jaccard: 1, all_stems: 1, last_stem: 1 },
    ...{ first_match: 1, bigram_overlap: 1, number_overlap: 1, number_conflict: 0, trigram_coverage: 1 },
  });
});

test.each([
  ["an empty query", "", "oak shelf"],
  ["an empty title", "oak shelf", ""],
  ["two empty texts", "", ""],
])("lexicalFeatures: %s matches in nothing", (_, query, title) => {
  const {
    query_words: _q,
    title_words: _t,
    query_characters: _c,
    embedding_similarity: _e,
    ...shares
  } = featuresOf(query, title);
  expect(new Set(Object.values(shares))).toEqual(new Set([0]));
});

test("lexicalFeatures: a word that comes twice counts once, in words only it counts twice", () => {
  const values = featuresOf("paint paint red", "paint paint brush");
  expect(values).toMatchObject({ query_words: 3, title_words: 3, word_overlap: 0.5, title_overlap: 0.5 });
  expect(values.jaccard).toBe(Math.fround(1 / 3));
});

test("lexicalFeatures: neighbours count across stop words and in order only", () => {
  expect(featuresOf("bulb for/ lamp", "bulb lamp").bigram_overlap).toBe(1);
  expect(featuresOf("bulb lamp", "lamp bulb").bigram_overlap).toBe(0);
  expect(featuresOf("a b c", "x a b x b c").bigram_overlap).toBe(1);
  expect(featuresOf("ab cd", "xab cdx").bigram_overlap).toBe(0);
});

test("lexicalFeatures: pairs of one query and of several give the same rows together as alone", () => {
  const [saw, drill] = [text("saw blade"), text("drill")];
  const title = text("blade for/ drill");
  const pairs = [saw, saw, drill, saw].map((query, i) => ({
    query,
    title: i === 1 ? text("saw") : title,
    queryVector: unit,
    titleVector: unit,
  }));
  const together = lexicalFeatures(pairs, emptyVocabulary);
  expect(together).toEqual(Float32Array.from(pairs.flatMap((pair) => [...lexicalFeatures([pair], emptyVocabulary)])));
  expect(lexicalFeatures([], emptyVocabulary)).toEqual(new Float32Array());
});

const word = fc.oneof(
  fc.constantFrom("saw", "2x4", "5gal", "2gal", "12in", "40"),
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom("a", "b", "1", "°", "x", "ü") }),
);
const anyText = fc.array(fc.tuple(word, fc.boolean()), { maxLength: 8 }).map(
  (words): AnalysedText => ({
    words: words.map(([each]) => each),
    stems: words.map(([each, isStop]) => (isStop ? "" : each)),
    rewrites: [],
  }),
);
const vector = fc
  .array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 3, maxLength: 3 })
  .map((values) => Float32Array.from(values));
const anyPair: fc.Arbitrary<TextPair> = fc.record({
  query: anyText,
  title: anyText,
  queryVector: vector,
  titleVector: vector,
});
const unbounded: readonly FeatureName[] = ["query_words", "title_words", "query_characters"];

test("lexicalFeatures: every value is finite and in its range, whatever the texts", () => {
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 4 }), (pairs) => {
      const values = lexicalFeatures(pairs, emptyVocabulary);
      expect(values.length).toBe(pairs.length * featureNames.length);
      values.forEach((value, place) => {
        const name = featureNames[place % featureNames.length]!;
        expect(Number.isFinite(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(name === "embedding_similarity" ? -1 : 0);
        if (!unbounded.includes(name)) expect(value).toBeLessThanOrEqual(1);
      });
    }),
    { seed: 3, numRuns: 200 },
  );
});
