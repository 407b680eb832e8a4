import fc from "fast-check";
import { expect, test } from "vitest";
import { lexicalFeatures, type TextPair } from "../../../models/features/lexical-features.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../../../models/text/vocabulary.ts";
import { type FeatureName, type FeatureOf, featureNames, features } from "../../../schemas/feature-sets.ts";
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

/** A few stems weigh more than others, and half of all brackets are head nouns. */
const vocabulary: Vocabulary = {
  ...emptyVocabulary,
  idf: (stem) => ({ angl: 5, bracket: 3 })[stem] ?? 2,
  textCount: () => 4,
  headCount: (stem) => (stem === "bracket" ? 2 : 0),
  meanTitleStems: 4,
};

test("lexicalFeatures: every feature of a pair, worked by hand", () => {
  const values = featuresOf("the/ angles/angl 2in bracket", "steel bracket 4in angle/angl for/ wood", vocabulary);
  const held = 1.2 * (0.25 + (0.75 * 5) / 4);
  const missing = Number.NaN;
  const expected: Readonly<Record<FeatureName, number>> = {
    query_words: 4,
    title_words: 6,
    query_characters: 22, // "the angles 2in bracket"
    title_characters: 32,
    query_stems: 3,
    query_numbers: 1,
    title_numbers: 1,
    corrected_words: 0,
    unknown_words: 3, // numbers aside

    shared_words: 1, // bracket
    word_overlap: 1 / 4,
    title_word_overlap: 1 / 6,
    shared_stems: 2, // angl and bracket, not 2in
    missing_stems: 1,
    stem_overlap: 2 / 3,
    title_overlap: 2 / 5, // of steel bracket 4in angl wood
    jaccard: 2 / 6,
    all_stems: 0,
    stem_repeats: 2,
    idf_overlap: 8 / 10,
    title_idf_overlap: 8 / 14,

    fuzzy_mean: 2 / 3, // 2in is nothing like 4in
    fuzzy_min: 0,
    fuzzy_idf: 8 / 10,
    fuzzy_rarest: 1,
    fuzzy_last: 1,
    fuzzy_heads: 1 / 7, // bracket and angle, six edits
    fuzzy_overlap: 2 / 3,
    contained_overlap: 2 / 3,
    contained_idf: 8 / 10,

    first_match: 1 - 1 / 5, // bracket is the second of five
    last_match: 3 / 5,
    mean_match: 2 / 5,
    weighted_match: (3 * 5 + 1 * 3) / (8 * 5),
    last_stem: 1,
    first_stem: 1,
    title_first_asked: 0,
    title_last_asked: 0,
    head_match: 1,
    heads_equal: 0,
    title_head_asked: 1, // angle, before `for`
    head_place: 1 / 5,
    core_overlap: 8 / 10,
    aside_overlap: 0,
    type_match: 1, // bracket
    types_equal: 0,
    type_missing: 0,
    bigram_overlap: 0, // angl 2in, 2in bracket
    bigram_near: 0,
    longest_run: 1 / 3,
    order_agreement: missing, // no two neighbours are both there
    tightness: 2 / 3,

    // the: _th the he_; angles: _an ang ngl gle les es_; 2in: _2i 2in in_; bracket: all seven. There: _an ang ngl gle in_ and the seven.
    trigram_coverage: 12 / 19,
    // _ang angl ngle, and the six of bracket
    fourgram_coverage: 9 / 15,
    trigram_cosine: 12 / Math.sqrt(19 * 27),
    fourgram_cosine: 9 / Math.sqrt(15 * 21),
    query_in_title: 0,
    joined_query_in_title: 0,

    bm25: (8 * 2.2) / (1 + held),
    bm25_share: (8 * 2.2) / (1 + held) / 10,
    tfidf_cosine: (5 * 5 + 3 * 3) / Math.sqrt((5 * 5 + 2 * 2 + 3 * 3) * (2 * 2 + 3 * 3 + 2 * 2 + 5 * 5 + 2 * 2)),
    matched_idf: 8,
    matched_idf_max: 5,
    missing_idf: 2,
    missing_idf_max: 2,
    missing_idf_min: 2,
    rarest_match: 1,
    query_idf_mean: 10 / 3,
    query_idf_max: 5,
    title_idf_mean: 14 / 5,

    number_overlap: 0,
    quantities_asked: 1,
    quantity_agreement: 0,
    quantity_conflict: 1,
    quantity_missing: 0,
    quantity_closeness: 2 / 4,
    length_agreement: -1,
    ...{ volume_agreement: missing, area_agreement: missing, weight_agreement: missing, power_agreement: missing },
    ...{ count_agreement: missing, gauge_agreement: missing, dimension_agreement: missing },
    ...{ plain_number_agreement: missing, code_overlap: missing },

    brand_asked: 0,
    ...{ brand_agreement: missing, title_brand_asked: missing, colour_agreement: missing },
    ...{ material_agreement: missing, choice_agreement: missing },

    embedding_similarity: 0.6,

    search_products: 1,
    ...ofSet(missing),
  };
  for (const name of featureNames) {
    const value = Number.isNaN(expected[name]) ? Number.NaN : expect.closeTo(expected[name], 6);
    expect({ [name]: values[name] }).toEqual({ [name]: value });
  }
});

/** The same value for every feature that compares a product with others. */
function ofSet(
  value: number,
): Pick<Readonly<Record<FeatureName, number>>, Exclude<FeatureOf<"set">, "search_products">> {
  const names = featureNames.filter((name) => features[name].group === "set" && name !== "search_products");
  return Object.fromEntries(names.map((name) => [name, value])) as ReturnType<typeof ofSet>;
}

test("lexicalFeatures: a title that says the query has every share in full", () => {
  expect(featuresOf("oak shelf 12in", "oak shelf 12in")).toMatchObject({
    ...{ word_overlap: 1, stem_overlap: 1, idf_overlap: 1, title_overlap: 1, jaccard: 1, all_stems: 1, last_stem: 1 },
    ...{ first_match: 1, bigram_overlap: 1, longest_run: 1, order_agreement: 1, heads_equal: 1, query_in_title: 1 },
    ...{ number_overlap: 1, quantity_conflict: 0, length_agreement: 1, material_agreement: 1, tfidf_cosine: 1 },
    ...{ trigram_coverage: 1, fourgram_cosine: 1, fuzzy_min: 1, missing_idf: 0, missing_idf_min: Number.NaN },
  });
});

const lengths: readonly FeatureName[] = featureNames.filter((name) => features[name].group === "shape");

test.each([
  ["an empty query", "", "oak shelf"],
  ["an empty title", "oak shelf", ""],
  ["two empty texts", "", ""],
])("lexicalFeatures: %s matches in nothing", (_, query, title) => {
  const values = featuresOf(query, title);
  const aboutBoth = (
    ["overlap", "fuzzy", "order", "characters", "quantities", "attributes"] as readonly string[]
  ).flatMap((group) =>
    featureNames.filter((name) => features[name].group === group && !["missing_stems", "type_missing"].includes(name)),
  );
  for (const name of aboutBoth as FeatureName[])
    expect({ [name]: Number.isNaN(values[name]) ? 0 : values[name] }).toEqual({ [name]: 0 });
});

test("lexicalFeatures: a word that comes twice counts once, in words only it counts twice", () => {
  const values = featuresOf("paint paint red", "paint paint brush");
  expect(values).toMatchObject({ query_words: 3, title_words: 3, word_overlap: 0.5, title_overlap: 0.5 });
  expect(values).toMatchObject({ stem_repeats: 2, shared_stems: 1 });
  expect(values.jaccard).toBe(Math.fround(1 / 3));
});

test("lexicalFeatures: a misspelled word, a part of a word and another inflection are nearly the word", () => {
  expect(featuresOf("chandeleir", "crystal chandelier").fuzzy_mean).toBeCloseTo(1 - 1 / 10);
  expect(featuresOf("light", "floodlight")).toMatchObject({ fuzzy_mean: 0.5, contained_overlap: 1, stem_overlap: 0 });
  expect(featuresOf("shelves", "shelf").fuzzy_mean).toBeCloseTo(1 - 3 / 7);
  expect(featuresOf("drill", "vanity")).toMatchObject({ fuzzy_mean: 0, contained_overlap: 0 });
});

test("lexicalFeatures: spelling that was corrected is counted", () => {
  const rewrites = [
    { from: "shlef", to: "shelf", rule: "spelling" },
    { from: "4 in", to: "4in", rule: "unit" },
  ];
  const pair = {
    query: { ...text("shelf 4in"), rewrites },
    title: text("oak shelf"),
    queryVector: unit,
    titleVector: unit,
  };
  const values = lexicalFeatures([pair], emptyVocabulary);
  expect(values[featureNames.indexOf("corrected_words")]).toBe(1);
});

test.each([
  ["5gal", "5gal", 1],
  ["5gal", "20qt", 1],
  ["5gal", "2gal", -1],
  ["5gal", "5in", 0],
  ["5gal", "", 0],
  ["5gal", "2gal 5gal", 1],
  ["2gal 5gal", "5gal", 0],
  ["bucket", "5gal", Number.NaN],
])("lexicalFeatures: the volume %j against %j agrees by %d", (query, title, expected) => {
  expect(featuresOf(query, title).volume_agreement).toBe(expected);
});

test.each([
  ["white door", "grey door", { colour_agreement: -1 }],
  ["gray door", "grey door", { colour_agreement: 1 }],
  ["gray door", "door", { colour_agreement: 0 }],
  ["steel door", "wooden door", { material_agreement: -1, colour_agreement: Number.NaN }],
  ["gas grill", "propane grill", { choice_agreement: 1 }],
  ["outdoor gas grill", "indoor gas grill", { choice_agreement: 0 }],
])("lexicalFeatures: %j against %j in colour, material and other choices", (query, title, expected) => {
  expect(featuresOf(query, title)).toMatchObject(expected);
});

const brands: Vocabulary = {
  ...emptyVocabulary,
  startCount: (words) => ({ hampton: 90, "hampton bay": 88, ryobi: 60, steel: 5 })[words] ?? 0,
  count: (word) => ({ hampton: 95, ryobi: 61, steel: 900 })[word] ?? 1,
};

test.each([
  ["hampton bay fan", "hampton bay fan", { brand_asked: 1, brand_agreement: 1, title_brand_asked: 1 }],
  ["fan hampton", "hampton bay fan", { brand_asked: 1, brand_agreement: 1, title_brand_asked: 0.5 }],
  ["ryobi drill", "hampton bay fan", { brand_asked: 1, brand_agreement: -1, title_brand_asked: 0 }],
  ["ryobi drill", "steel drill", { brand_asked: 1, brand_agreement: 0, title_brand_asked: Number.NaN }],
  ["steel drill", "ryobi drill", { brand_asked: 0, brand_agreement: Number.NaN, title_brand_asked: 0 }],
])("lexicalFeatures: %j against %j in the brand, known by how titles start", (query, title, expected) => {
  expect(featuresOf(query, title, brands)).toMatchObject(expected);
});

test("lexicalFeatures: the brand that the shop names counts before the title's", () => {
  const pair = { query: text("ryobi drill"), title: text("cordless drill"), queryVector: unit, titleVector: unit };
  const [named, other] = ["RYOBI", "Hampton Bay"].map((brand) => {
    const values = lexicalFeatures([{ ...pair, brand }], brands);
    return ["brand_agreement", "title_brand_asked"].map((name) => values[featureNames.indexOf(name as FeatureName)]);
  });
  expect([named, other]).toEqual([
    [1, 1],
    [-1, 0],
  ]);
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
  .array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 3, maxLength: 3 })
  .map((values) => Float32Array.from(values));
const anyPair: fc.Arbitrary<TextPair> = fc.record({
  query: anyText,
  title: anyText,
  queryVector: vector,
  titleVector: vector,
});

test("lexicalFeatures: every value is finite or missing, and shares are none beyond 1, whatever the texts", () => {
  const isShare = (name: FeatureName) =>
    features[name].says.startsWith("Share") || features[name].says.startsWith("1 ");
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 4 }), (pairs) => {
      const values = lexicalFeatures(pairs, emptyVocabulary, new Uint32Array(pairs.length));
      expect(values.length).toBe(pairs.length * featureNames.length);
      values.forEach((value, place) => {
        const name = featureNames[place % featureNames.length]!;
        if (Number.isNaN(value)) return;
        expect(Number.isFinite(value)).toBe(true);
        if (lengths.includes(name)) expect(value).toBeGreaterThanOrEqual(0);
        if (isShare(name) || /(coverage|cosine)$/.test(name)) {
          expect({ [name]: value }).toEqual({ [name]: expect.toSatisfy((each: number) => each >= 0 && each <= 1) });
        }
      });
    }),
    { seed: 3, numRuns: 200 },
  );
});
