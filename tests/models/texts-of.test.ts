import { expect, test } from "vitest";
import { textsOf } from "../../models/texts-of.ts";
import { pairTexts } from "../support/pair-texts.ts";

const rows = { featureSet: "test-1", names: [], values: new Float32Array(), count: 1 };
const texts = pairTexts([["white door", "oak door"]]);

test("textsOf: gives the texts; refuses rows without, and texts of other rows", () => {
  const mismatch = expect.objectContaining({ code: "MODEL_MISMATCH" });
  expect(textsOf("linear-words", { ...rows, texts })).toBe(texts);
  expect(() => textsOf("linear-words", rows)).toThrow(mismatch);
  expect(() => textsOf("linear-words", { ...rows, count: 2, texts })).toThrow(mismatch);
});
