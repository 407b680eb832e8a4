import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import { type JudgedRows, rowsOfPart } from "../../../pipelines/training/judged-rows.ts";

const texts = ["oak", "maple", "door"].map((raw) => embeddable(raw, { words: [raw], stems: [raw] }));
const rows: JudgedRows = {
  features: { featureSet: "test-1", names: ["a", "b"], values: Float32Array.of(1, 2, 3, 4, 5, 6), count: 3 },
  ...{ grades: Float32Array.of(1, 2, 3), queries: ["oak", "maple", "oak"], searches: Uint32Array.of(0, 1, 2) },
  texts: { texts, query: Uint32Array.of(0, 1, 0), title: Uint32Array.of(2, 2, 1) },
  ...{ labelMin: 1, labelMax: 3, space: "test", hash: "00" },
};

test("rows of a part: features, grades, texts and searches of the rows of that part alone", () => {
  expect(rowsOfPart(rows, Uint8Array.of(1, 0, 1), 1)).toEqual({
    ...{ featureSet: "test-1", names: ["a", "b"], values: Float32Array.of(1, 2, 5, 6), count: 2 },
    ...{ grades: Float32Array.of(1, 3), labelMin: 1, labelMax: 3 },
    texts: { texts, query: Uint32Array.of(0, 0), title: Uint32Array.of(2, 1) },
    searches: Uint32Array.of(0, 2),
  });
  expect(rowsOfPart(rows, Uint8Array.of(1, 0, 1), 2)).toMatchObject({ count: 0, values: new Float32Array() });
});
