import { expect, test } from "vitest";
import { textsOf } from "../../../models/relevance/texts-of.ts";
import { pairTexts } from "../../support/pair-texts.ts";

test("textsOf: gives the texts, and refuses rows that come without", () => {
  const rows = { featureSet: "test-1", names: [], values: new Float32Array(), count: 1 };
  const texts = pairTexts([["white door", "oak door"]]);
  expect(textsOf({ ...rows, texts })).toBe(texts);
  expect(() => textsOf(rows)).toThrow(expect.objectContaining({ code: "MODEL_MISMATCH" }));
});
