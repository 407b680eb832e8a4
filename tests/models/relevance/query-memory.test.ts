import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { PairTexts } from "../../../models/model.ts";
import { seededRandom } from "../../../models/random.ts";
import { fitQueryMemory, type MemoryConfig, recaller } from "../../../models/relevance/query-memory.ts";
import { pairTexts } from "../../support/pair-texts.ts";

const config: MemoryConfig = { shared: 0.1, byTitle: 0.4, neighbours: 15, leastCosine: 0.35 };

/** What kernel ridge regression gives with the whole matrix, solved by elimination. */
function byElimination(train: PairTexts, errors: Float64Array, asked: PairTexts): number[] {
  const [queryIdf, titleIdf] = [idfs(distinct(train, train.query)), idfs(distinct(train, train.title))];
  const kernel = (a: PairTexts, i: number, b: PairTexts, j: number) => {
    const queries = cosine(stems(a, a.query[i]!), stems(b, b.query[j]!), queryIdf);
    if (queries < config.leastCosine) return 0;
    return (
      queries ** 2 * (config.shared + config.byTitle * cosine(stems(a, a.title[i]!), stems(b, b.title[j]!), titleIdf))
    );
  };
  const matrix = Array.from(errors, (error, i) => [
    ...Array.from(errors, (_, j) => kernel(train, i, train, j) + Number(i === j)),
    error,
  ]);
  const weights = eliminate(matrix);
  return Array.from(asked.query, (_, row) =>
    weights.reduce((sum, weight, j) => sum + weight * kernel(asked, row, train, j), 0),
  );
}

function stems({ texts }: PairTexts, place: number): readonly string[] {
  return [...new Set(texts[place]!.stems)];
}

function distinct(texts: PairTexts, places: Uint32Array): readonly (readonly string[])[] {
  return [...new Set(Array.from(places, (place) => stems(texts, place).join(" ")))].map((text) => text.split(" "));
}

function idfs(texts: readonly (readonly string[])[]): (term: string) => number {
  return (term) => Math.log((1 + texts.length) / (1 + texts.filter((text) => text.includes(term)).length)) + 1;
}

function cosine(a: readonly string[], b: readonly string[], idf: (term: string) => number): number {
  const square = (terms: readonly string[]) => terms.reduce((sum, term) => sum + idf(term) ** 2, 0);
  return square(a.filter((term) => b.includes(term))) / Math.sqrt(square(a) * square(b));
}

function eliminate(matrix: number[][]): number[] {
  for (const [i, pivot] of matrix.entries()) {
    for (const [j, row] of matrix.entries()) {
      if (i === j) continue;
      const factor = row[i]! / pivot[i]!;
      for (const [k, value] of pivot.entries()) row[k]! -= factor * value;
    }
  }
  return matrix.map((row, i) => row.at(-1)! / row[i]!);
}

const words = ["white", "oak", "door", "ceiling", "fan", "light", "red", "paint"];

test("recaller: gives what kernel ridge regression with the whole matrix gives", () => {
  const random = seededRandom(7);
  const text = (count: number) =>
    random
      .shuffle([...words])
      .slice(0, count)
      .join(" ");
  const queries = Array.from({ length: 6 }, () => text(2));
  const train = pairTexts(Array.from({ length: 30 }, () => [queries[random.int(6)]!, text(3)] as const));
  const errors = Float64Array.from({ length: 30 }, () => random.uniform() - 0.5);
  const asked = pairTexts([
    [queries[0]!, text(3)],
    [text(2), text(4)],
    [`${queries[1]} zorblax`, `${text(2)} zorblax`],
  ]);
  const recalled = [...recaller(fitQueryMemory(train, errors, config))(asked)];
  for (const [row, value] of byElimination(train, errors, asked).entries()) expect(recalled[row]).toBeCloseTo(value, 3);
});

test("recaller: says nothing of a query that is like none it learned from", () => {
  const memory = fitQueryMemory(pairTexts([["white door", "oak door"]]), Float64Array.of(1), config);
  expect([
    ...recaller(memory)(
      pairTexts([
        ["ceiling fan", "oak door"],
        ["", "oak door"],
      ]),
    ),
  ]).toEqual([0, 0]);
});

test("recaller: a search without words prepares its titles, so that no other reads them again", () => {
  const recall = recaller(fitQueryMemory(pairTexts([["white door", "oak door"]]), Float64Array.of(1), config));
  let read = 0;
  const stems = Object.assign(["oak", "door"], {
    *[Symbol.iterator]() {
      read++;
      yield* ["oak", "door"];
    },
  });
  const title = embeddable("oak door", { words: ["oak", "door"], stems });
  const search = (...words: string[]): PairTexts => ({
    texts: [embeddable(words.join(" "), { words, stems: words }), title],
    query: Uint32Array.of(0),
    title: Uint32Array.of(1),
  });
  expect([...recall(search())]).toEqual([0]);
  expect(read).toBe(1);
  expect(recall(search("white", "door"))[0]).toBeGreaterThan(0.1);
  expect(read).toBe(1);
});

test("recaller: a query whose products were all graded higher than predicted lifts its other products", () => {
  const train = pairTexts([
    ["white door", "oak door"],
    ["white door", "steel door"],
    ["red paint", "red paint"],
  ]);
  const [door, paint] = recaller(fitQueryMemory(train, Float64Array.of(1, 1, -1), config))(
    pairTexts([
      ["white door", "glass door"],
      ["red paint", "blue paint"],
    ]),
  );
  expect(door).toBeGreaterThan(0.1);
  expect(paint).toBeLessThan(-0.05);
});
