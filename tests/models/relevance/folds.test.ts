import { expect, test } from "vitest";
import { foldsByKey, splitByFold } from "../../../models/relevance/folds.ts";

test("foldsByKey: equal keys are in one fold, and each fold has as many keys as another", () => {
  const keys = Array.from({ length: 1000 }, (_, i) => (i * 7) % 100);
  const folds = foldsByKey(keys, 5, 1);
  const foldOfKey = new Map(keys.map((key, i) => [key, folds[i]]));
  expect(keys.every((key, i) => foldOfKey.get(key) === folds[i])).toBe(true);
  const counts = [0, 1, 2, 3, 4].map((fold) => [...foldOfKey.values()].filter((own) => own === fold).length);
  expect(counts).toEqual([20, 20, 20, 20, 20]);
});

test("foldsByKey: the seed alone decides", () => {
  const keys = Array.from({ length: 50 }, (_, i) => i);
  expect(foldsByKey(keys, 5, 1)).toEqual(foldsByKey(Float64Array.from(keys), 5, 1));
  expect(foldsByKey(keys, 5, 1)).not.toEqual(foldsByKey(keys, 5, 2));
});

test("foldsByKey: of fewer keys than folds come as many folds as keys", () => {
  expect(new Set(foldsByKey([8, 9, 8], 5, 1))).toEqual(new Set([0, 1]));
  expect(foldsByKey([], 5, 1)).toEqual(new Uint8Array());
});

test("splitByFold: entries in a fold, and the others, in order", () => {
  expect(splitByFold(Uint8Array.of(0, 1, 2, 1), 1)).toEqual({ inside: [1, 3], outside: [0, 2] });
  expect(splitByFold(Uint8Array.of(0, 1), 4)).toEqual({ inside: [], outside: [0, 1] });
});
