import { expect, test } from "vitest";
import { differentiate } from "../../../models/net/differentiate.ts";
import { add, input, multiply, sum } from "../../../models/net/operations.ts";
import { floats } from "../../../models/net/session.ts";
import { inOrder } from "../../../models/net/traverse.ts";
import { evaluateOne } from "../../support/evaluate-values.ts";

const [a, b] = [input("a", []), input("b", [])];

test("inOrder: inputs come before what is made of them, each value once", () => {
  const product = multiply(a, b);
  const both = add(product, a);
  expect(inOrder([both, product])).toEqual([a, b, product, both]);
});

test("inOrder: takes a graph deeper than the call stack", () => {
  let deep = a;
  for (let depth = 0; depth < 50_000; depth++) deep = add(deep, b);
  expect(inOrder([deep])).toHaveLength(50_002);
});

test("differentiate: a value that is used more than once gets all its gradients", async () => {
  // d(a·a·b + a) / da = 2ab + 1
  const [da] = differentiate(add(multiply(multiply(a, a), b), a), [a]);
  expect(await evaluateOne(da!, { a: floats([3], []), b: floats([5], []) })).toEqual([31]);
});

test("differentiate: says what a loss must be, and what it doesn't depend on", () => {
  expect(() => differentiate(input("x", ["batch"]), [])).toThrow("a loss is one number, not [batch]");
  expect(() => differentiate(sum(a), [b])).toThrow('the loss doesn\'t depend on the input "b": leave it out or use it');
});
