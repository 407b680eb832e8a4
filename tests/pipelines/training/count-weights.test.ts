import { expect, test } from "vitest";
import { encodeSafetensors } from "../../../models/net/safetensors.ts";
import { countWeights } from "../../../pipelines/training/count-weights.ts";

test("countWeights: the numbers of all weight files; unknown where there is none", () => {
  const file = (...lengths: readonly number[]) =>
    encodeSafetensors(
      lengths.map((length, i) => ({ name: `w${i}`, shape: [length], data: new Float32Array(length) })),
      {},
    );
  expect(countWeights({ "a.safetensors": file(6, 2), "b.safetensors": file(3), "model.json": Uint8Array.of(1) })).toBe(
    11,
  );
  expect(countWeights({ "model.json": Uint8Array.of(1) })).toBeUndefined();
  expect(() => countWeights({ "a.safetensors": Uint8Array.of(1) })).toThrow("file of weights");
});
