import { expect, test } from "vitest";
import { broadcast, product, total } from "../../../models/net/dimensions.ts";
import * as o from "../../../models/net/operations.ts";

const x = (...shape: (number | string)[]) => o.input(`x [${shape}]`, shape);
const rows = o.input("rows", ["batch", 5], "int32");

test.for([
  ["add stretches", o.add(x("batch", 3), x(3)), ["batch", 3]],
  ["a number stretches", o.multiply(2, x("batch", 3)), ["batch", 3]],
  ["matmul meets inside", o.matmul(x("batch", 3), x(3, 4)), ["batch", 4]],
  ["matmul of stacks", o.matmul(x(2, 3, "n"), x(2, 3, 4), { transposeA: true }), [2, "n", 4]],
  ["sum keeps its axis", o.sum(x("batch", 3, 2), [1]), ["batch", 1, 2]],
  ["sum of all is a number", o.sum(x("batch", 3)), []],
  ["reshape keeps how many there are", o.reshape(x("batch", 6, 2), ["6·batch", 2]), ["6·batch", 2]],
  ["transpose reorders", o.transpose(x("batch", 6, 2), [2, 0, 1]), [2, "batch", 6]],
  ["concat adds up", o.concat([x("batch", 6), x("batch", 2)]), ["batch", 8]],
  ["concat of named lengths has a new name", o.concat([x("a", 2), x("b", 2)], 0), ["a+b", 2]],
  ["part is cut out", o.parts(x("batch", 6), [1, 5])[1]!, ["batch", 5]],
  ["slice is shorter", o.slice(x("batch", 6), -1, 1, 3), ["batch", 2]],
  ["pad is longer", o.pad(x("batch", 6), -1, 1, 2), ["batch", 9]],
  ["gather has a row per number", o.gather(x("words", 7), rows), ["batch", 5, 7]],
] as const)("shapes: %s", ([, value, shape]) => {
  expect(value.shape).toEqual(shape);
});

test.for([
  [() => o.add(x("batch", 3), x(4)), "add: [batch, 3] and [4] don't fit: 3 meets 4"],
  [() => o.add(x("batch", 3), x("other", 3)), "add: [batch, 3] and [other, 3] don't fit: batch meets other"],
  [() => o.matmul(x("batch", 3), x(4, 2)), "matmul: [batch, 3] and [4, 2] don't fit: 3 meets 4"],
  [() => o.affine(x(2, 3), x(3, 4), x(3)), "affine: [2, 4] and [3] don't fit: 4 meets 3"],
  [() => o.affine(x(1, 3), x(3, 4), x(2, 4)), "affine: [2, 4] doesn't stretch to [1, 4]"],
  [() => o.matmul(x(3), x(3, 2)), "matmul: [3] is not a matrix"],
  [() => o.reshape(x("batch", 3), ["batch", 4]), "reshape: [batch, 3] holds 3·batch, [batch, 4] holds 4·batch"],
  [
    () => o.reshape(x("a·b"), ["a", "b"]),
    "reshape: [a, b] has more than one length that is only known when it runs, and [a·b] lacks them",
  ],
  [() => o.concat([x(2, 3), x(3, 3)]), "concat: [2, 3] and [3, 3] can't be joined along axis 1"],
  [() => o.parts(x(2, 5), [2, 2]), "part: [2, 5] can't be cut into [2, 2] along axis 1"],
  [() => o.parts(x("batch"), [2, 2]), "part: needs a length that is known before it runs, not batch"],
  [() => o.transpose(x(2, 3), [0, 0]), "transpose: the order [0, 0] doesn't name each axis of [2, 3] once"],
  [() => o.sum(x(2, 3), [2]), "there is no axis 2 in [2, 3]"],
  [() => o.gather(x(2, 3), x(2)), "gather: input 1 can't be float32"],
  [() => o.add(x(5), rows), "add: input 1 can't be int32"],
  [() => o.constant([1, 2], [3]), "constant: 2 values don't fill [3]"],
  [() => o.keepMask("keep", [2], 1), "dropout keep: the rate must be from 0 to below 1, not 1"],
] as const)("shapes: what doesn't fit is refused, %#", ([make, message]) => {
  expect(make).toThrow(new Error(message));
});

test("dimensions: products and sums have one form", () => {
  expect(product(["batch", 3, "4·a"])).toBe("12·a·batch");
  expect(product(["12·batch", 0])).toBe(0);
  expect(product([])).toBe(1);
  expect(total([2, 3])).toBe(5);
  expect(broadcast([], ["batch", 1])).toEqual(["batch", 1]);
});
