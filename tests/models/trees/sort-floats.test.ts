import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { sortFloats } from "../../../models/trees/sort-floats.ts";

test("sortFloats: sorts as comparing does", () => {
  const random = seededRandom(4);
  const drawn = Float32Array.from({ length: 5000 }, () => (random.uniform() - 0.5) * 10 ** random.int(40));
  const odd = [-Infinity, Infinity, 3e-45, -3e-45, 3.4e38, -3.4e38, 0, 1, 1, -1];
  const values = Float32Array.from([...odd, ...drawn, ...odd]);
  const sorted = values.slice().sort();
  sortFloats(values);
  expect(values).toEqual(sorted);
});

test("sortFloats: NaN comes last, whatever its sign, and zeros are one", () => {
  const values = new Float32Array(Uint32Array.of(0xffc00000, 0x7fc00000, 0x80000000, 0x3f800000).buffer);
  sortFloats(values);
  expect([...values]).toEqual([0, 1, Number.NaN, Number.NaN]);
  sortFloats(new Float32Array(0));
});
