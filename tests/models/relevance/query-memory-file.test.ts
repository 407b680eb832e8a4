import { expect, test } from "vitest";
import { fitQueryMemory } from "../../../models/relevance/query-memory.ts";
import { loadQueryMemory, saveQueryMemory } from "../../../models/relevance/query-memory-file.ts";
import { pairTexts } from "../../support/pair-texts.ts";

const memory = fitQueryMemory(
  pairTexts([
    ["white door", "oak door"],
    ["white door", "steel door"],
    ["red paint", "red paint can"],
  ]),
  Float64Array.of(0.5, 1, -1),
  { shared: 0.1, byTitle: 0.4, neighbours: 3, leastCosine: 0.3 },
);

test("query-memory-file: gives back the memory that was saved", () => {
  const { bounds, ...loaded } = loadQueryMemory(saveQueryMemory(memory));
  const { bounds: before, ...rest } = memory;
  expect(loaded).toEqual(rest);
  expect(before).toMatchObject(bounds);
});

test("query-memory-file: takes no damaged file", () => {
  const bytes = saveQueryMemory(memory);
  const damaged = { code: "DATA_DAMAGED" };
  expect(() => loadQueryMemory(bytes.subarray(0, bytes.length - 4))).toThrow(expect.objectContaining(damaged));
  expect(() => loadQueryMemory(new Uint8Array(3))).toThrow(expect.objectContaining(damaged));
  const text = new TextDecoder("latin1").decode(bytes);
  for (const [from, to] of [
    ["neighbours", "neighbourz"],
    ["query_terms", "query_germs"],
    ["oak", `o","`],
  ] as const) {
    const altered = Uint8Array.from(text.replace(from, to.slice(0, from.length)), (letter) => letter.charCodeAt(0));
    expect(() => loadQueryMemory(altered), from).toThrow(expect.objectContaining(damaged));
  }
});
