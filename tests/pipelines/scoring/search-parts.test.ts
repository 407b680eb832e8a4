import { expect, test } from "vitest";
import { openPart, partsOf, type SentPart, scoreInParts } from "../../../pipelines/scoring/search-parts.ts";

const searchOf = (products: number) => ({ query: "hose", titles: new Array<string>(products).fill("Garden Hose") });
const scored = { model: "ridge-1", scoreMin: 1, scoreMax: 3, rewrites: [] };

test("partsOf: a part for each hundred products, and no more than there are threads with nothing to do", () => {
  expect([0, 25, 199, 200, 299, 300, 1_000].map((products) => partsOf(searchOf(products), 4))).toEqual([
    1, 1, 1, 2, 2, 3, 4,
  ]);
  expect([0, 1, 2, 3].map((idle) => partsOf(searchOf(1_000), idle))).toEqual([1, 1, 2, 3]);
});

test("scoreInParts: each product is in one part, and scores come back in the order of the products", async () => {
  const places: (readonly number[])[] = [];
  const { scores, ...rest } = await scoreInParts(searchOf(200), 3, async (index, { first, end }) => {
    places[index] = [first, end];
    return { ...scored, scores: Array.from({ length: end - first }, (_, i) => first + i) };
  });
  expect(places).toEqual([
    [0, 66],
    [66, 133],
    [133, 200],
  ]);
  expect(scores).toEqual(Array.from({ length: 200 }, (_, i) => i));
  expect(rest).toEqual(scored);
});

test("openPart: who comes last to a meeting does not wait, and finds what the others wrote", async () => {
  await scoreInParts(searchOf(200), 1, async (_, part) => {
    const { first, end, similarities, meet } = openPart(part);
    expect([first, end]).toEqual([0, 200]);
    openPart(part).similarities[7] = 0.5;
    meet();
    expect(similarities[7]).toBe(0.5);
    return { ...scored, scores: [] };
  });
});

test("scoreInParts: where one part fails nobody waits for it", async () => {
  const sent: SentPart[] = [];
  const broken = new Error("out of memory");
  const scoring = scoreInParts(searchOf(200), 2, async (index, part) => {
    sent[index] = part;
    if (index === 1) throw broken;
    return { ...scored, scores: [] };
  });
  await expect(scoring).rejects.toBe(broken);
  expect(openPart(sent[0]!).meet).toThrow("another part of the search could not be scored");
});
