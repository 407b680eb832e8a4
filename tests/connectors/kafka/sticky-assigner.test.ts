import fc from "fast-check";
import { expect, test } from "vitest";
import { shareOut } from "../../../connectors/kafka/sticky-assigner.ts";

test("shareOut: a newcomer takes from those who have most, and nothing else changes hands", () => {
  const claims = [
    { member: "a", partitions: [0, 1, 2] },
    { member: "b", partitions: [3, 4] },
    { member: "c", partitions: [] },
  ];
  expect(Object.fromEntries(shareOut([0, 1, 2, 3, 4], claims))).toEqual({ a: [0, 1], b: [3, 4], c: [2] });
});

test("shareOut: what one leaves goes to the others, what two claim to one of them", () => {
  const claims = [
    { member: "a", partitions: [0, 1] },
    { member: "b", partitions: [1, 2] },
  ];
  expect(Object.fromEntries(shareOut([0, 1, 2, 3], claims))).toEqual({ a: [0, 1], b: [2, 3] });
});

test("shareOut: every partition goes to one member, and the shares differ by one at most", () => {
  const numbers = fc.uniqueArray(fc.nat(20), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 6 }), fc.nat(20), (held, count) => {
      const partitions = Array.from({ length: count }, (_, index) => index);
      const shares = [
        ...shareOut(
          partitions,
          held.map((of, i) => ({ member: `m${i}`, partitions: of })),
        ).values(),
      ];
      expect(shares.flat().sort((one, other) => one - other)).toEqual(partitions);
      const sizes = shares.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});
