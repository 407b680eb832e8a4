import { expect, test } from "vitest";
import { configFault, engines } from "../../../models/siamese/siamese-config.ts";
import { siameseWordLstm } from "../../../models/siamese/word-nets.ts";

const { defaults } = siameseWordLstm;

test("configFault: finds none in the defaults, whichever the engine", () => {
  expect(engines.map((engine) => configFault({ ...defaults, engine }, defaults))).toEqual([undefined, undefined]);
});

test("configFault: names the field that is wrong, missing or strange", () => {
  const { width: _, ...without } = defaults;
  expect(configFault({ ...defaults, engine: 1 }, defaults)).toBe('"engine" is 1, not one of onnx, tfjs-node');
  expect(configFault(without, defaults)).toBe('"width" is undefined, not a whole number from 1 to 1024');
  expect(configFault({ ...defaults, wide: 1 }, defaults)).toMatch(/^"wide" is none of distance, hidden/);
});
