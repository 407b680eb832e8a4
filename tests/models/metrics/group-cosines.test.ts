import { expect, test } from "vitest";
import { unitPoints } from "../../../models/map/points.ts";
import { groupCosines } from "../../../models/metrics/group-cosines.ts";
import { seededRandom } from "../../../models/random.ts";

test("groupCosines: the mean over all pairs of two groups, and over different ones within a group", () => {
  const random = seededRandom(1);
  const [count, dimensions, groups] = [40, 5, 3];
  const points = unitPoints(
    Float32Array.from({ length: count * dimensions }, () => random.uniform()),
    dimensions,
  );
  const groupOf = Int32Array.from({ length: count }, (_, point) => point % groups);
  const of = (point: number) => points.values.subarray(point * dimensions, (point + 1) * dimensions);
  const cosine = (one: number, other: number) => of(one).reduce((sum, value, i) => sum + value * of(other)[i]!, 0);
  const found = groupCosines(points, groupOf, groups);
  for (let row = 0; row < groups; row++)
    for (let column = 0; column < groups; column++) {
      const pairs: number[] = [];
      for (let one = 0; one < count; one++)
        for (let other = 0; other < count; other++)
          if (one !== other && groupOf[one] === row && groupOf[other] === column) pairs.push(cosine(one, other));
      expect(found[row]![column]).toBeCloseTo(pairs.reduce((sum, value) => sum + value, 0) / pairs.length, 5);
    }
});

test("groupCosines: one alone has no other of its group, and an empty group nothing", () => {
  const points = unitPoints(Float32Array.of(1, 0, 0, 2, 3, 0), 2);
  const found = groupCosines(points, Int32Array.of(0, 1, 0), 3);
  expect(found[0]![0]).toBe(1);
  expect(found[0]![1]).toBe(0);
  expect(found[1]![1]).toBeNaN();
  expect(found[2]![0]).toBeNaN();
});
