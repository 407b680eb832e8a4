import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { type Field, WordIndex } from "../../../models/retrieval/word-index.ts";

function title(text: string): readonly Field[] {
  return [{ stems: text.split(" "), weight: 1 }];
}

function indexOf(texts: readonly string[]): WordIndex {
  const index = new WordIndex();
  for (const [document, text] of texts.entries()) index.set(document, title(text));
  return index;
}

test("WordIndex: scores by BM25", () => {
  const index = indexOf(["white toilet seat", "white paint", "toilet brush holder steel"]);
  const { documents, scores } = index.search(["toilet", "seat", "unknown"], 10);
  // by hand: ln(1 + (3 - n + 0.5) / (n + 0.5)) × 1 / (1 + 1.2 × (0.25 + 0.75 × length / 3)), n texts of 3 have the term
  const [seat, toilet] = [Math.log(1 + 2.5 / 1.5), Math.log(1 + 1.5 / 2.5)];
  expect([...documents]).toEqual([0, 2]);
  expect(scores[0]).toBeCloseTo((seat + toilet) / 2.2, 12);
  expect(scores[1]).toBeCloseTo(toilet / 2.5, 12);
});

test("WordIndex: scores of given documents are those that a search gives them, and 0 for the rest", () => {
  const index = indexOf(["white toilet seat", "white paint", "toilet brush holder steel"]);
  const { documents, scores } = index.search(["toilet", "seat"], 10);
  expect([...index.scoresOf(["toilet", "seat", "unknown"], documents)]).toEqual([...scores]);
  expect([...index.scoresOf(["toilet"], [1, 7])]).toEqual([0, 0]);
});

test("WordIndex: a field counts by its weight", () => {
  const index = new WordIndex();
  index.set(0, [
    { stems: ["drill"], weight: 1 },
    { stems: ["ryobi"], weight: 0.5 },
  ]);
  index.set(1, [
    { stems: ["ryobi"], weight: 1 },
    { stems: ["drill"], weight: 0.5 },
  ]);
  expect([...index.search(["drill"], 2).documents]).toEqual([0, 1]);
  expect([...index.search(["ryobi"], 2).documents]).toEqual([1, 0]);
});

test("WordIndex: of equal scores the lower number comes first", () => {
  const index = indexOf(["a b", "a c", "a d", "a e"]);
  expect([...index.search(["a"], 2).documents]).toEqual([0, 1]);
});

test.for([
  ["a stop word", [""]],
  ["a word that nobody has", ["zzz"]],
  ["nothing", []],
] as const)("WordIndex: %s finds nothing", ([, stems]) => {
  expect(indexOf(["a b"]).search(stems, 5).documents).toHaveLength(0);
  expect(new WordIndex().search(stems, 5).documents).toHaveLength(0);
});

test("WordIndex: a document that is taken out, or put again, leaves nothing behind", () => {
  const index = indexOf(["red chair", "blue chair"]);
  index.delete(0);
  index.delete(7);
  expect([...index.search(["chair", "red"], 5).documents]).toEqual([1]);
  index.set(1, title("green table"));
  expect(index.search(["chair"], 5).documents).toHaveLength(0);
  expect(index.size).toBe(1);
});

/** Every document scored by the formula, sorted. */
function bruteForce(documents: ReadonlyMap<number, readonly Field[]>, stems: readonly string[], limit: number) {
  const counts = [...documents.values()].map((fields) => {
    const count = new Map<string, number>();
    for (const { stems, weight } of fields) for (const stem of stems) count.set(stem, (count.get(stem) ?? 0) + weight);
    return { count, length: [...count.values()].reduce((sum, weight) => sum + weight, 0) };
  });
  const meanLength = counts.reduce((sum, { length }) => sum + length, 0) / counts.length;
  const terms = [...new Set(stems)].map((stem) => {
    const having = counts.filter(({ count }) => count.has(stem)).length;
    return { stem, idf: Math.log(1 + (counts.length - having + 0.5) / (having + 0.5)) };
  });
  const scores = counts.map(({ count, length }) =>
    terms.reduce((sum, { stem, idf }) => {
      const weight = count.get(stem) ?? 0;
      return sum + (idf * weight) / (weight + 1.2 * (0.25 + (0.75 * length) / meanLength));
    }, 0),
  );
  return scores
    .filter((score) => score > 0)
    .sort((a, b) => b - a)
    .slice(0, limit);
}

const words = Array.from({ length: 30 }, (_, i) => `w${i}`);

test("WordIndex: whatever came and went, it finds what scoring every document finds", () => {
  const word = fc.nat(29).map((drawn) => words[Math.floor((drawn * drawn) / 30)]!);
  const document = fc.record({
    number: fc.nat(60),
    title: fc.option(fc.array(word, { maxLength: 8 }), { nil: undefined }),
    brand: fc.array(word, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(document, { maxLength: 150 }), fc.array(word, { maxLength: 5 }), (changes, stems) => {
      const index = new WordIndex();
      const documents = new Map<number, readonly Field[]>();
      for (const { number, title, brand } of changes) {
        const fields = [
          { stems: title ?? [], weight: 1 },
          { stems: brand, weight: 0.5 },
        ];
        if (title === undefined) index.delete(number);
        else index.set(number, fields);
        if (title === undefined) documents.delete(number);
        else documents.set(number, fields);
      }
      const expected = bruteForce(documents, stems, 5);
      const { scores } = index.search(stems, 5);
      expect(scores).toHaveLength(expected.length);
      for (const [i, score] of expected.entries()) expect(scores[i]).toBeCloseTo(score, 9);
    }),
    { numRuns: 200, seed: 7 },
  );
});

test("WordIndex: what can't come in any more is passed over without changing what is found", () => {
  const random = seededRandom(5);
  // the first words are in nearly every title, the last in few
  const word = () => words[Math.floor(30 * random.uniform() ** 3)]!;
  const drawText = (most: number) => Array.from({ length: 1 + random.int(most) }, word).join(" ");
  const texts = Array.from({ length: 400 }, () => drawText(12));
  const index = indexOf(texts);
  const documents = new Map(texts.map((text, i) => [i, title(text)]));
  for (let i = 0; i < 150; i++) {
    const stems = drawText(4).split(" ");
    const limit = [1, 3, 10][i % 3]!;
    const { scores } = index.search(stems, limit);
    expect([...scores]).toEqual(bruteForce(documents, stems, limit).map((score) => expect.closeTo(score, 9)));
  }
});
