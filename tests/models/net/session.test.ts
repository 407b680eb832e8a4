import { expect, test } from "vitest";
import { encodeModel } from "../../../models/net/onnx/encode-model.ts";
import { GraphWriter } from "../../../models/net/onnx/graph-writer.ts";
import * as o from "../../../models/net/operations.ts";
import { floats, ints, openSession, tensor } from "../../../models/net/session.ts";
import type { Value } from "../../../models/net/value.ts";
import { evaluate, evaluateOne, listOf } from "../../support/evaluate-values.ts";

/** Behaviour of the runtime that training relies on without the runtime promising all of it. */
const nothingKept = () => expect.fail("nothing is kept here");
const compiled = (values: Record<string, Value>) => encodeModel(new GraphWriter(nothingKept).outputs(values).graph());

test.for([
  ["as the runtime does it", undefined],
  ["by the runtime itself", true],
  ["by copying", false],
] as const)("openSession: fills the tensors it is given as outputs, %s", async ([, fillsBuffers]) => {
  const onnx = compiled({ y: o.add(o.input("x", [2]), 1) });
  const session = await openSession(onnx, { threads: 1, ...(fillsBuffers !== undefined && { fillsBuffers }) });
  const room = floats([0, 0], [2]);
  const { y } = await session.run({ x: floats([1, 2], [2]) }, { y: room });
  await session.close();
  expect(listOf(room)).toEqual([2, 3]);
  expect(y).toBe(room);
});

test("openSession: outputs that all have room are not copied, and a run that fails still says so", async () => {
  const graph = new GraphWriter(() => "").outputs({ y: o.add(o.input("x", ["n"]), 1) }).graph();
  const session = await openSession(encodeModel({ ...graph, hasStop: true }));
  const size = 1_000_000;
  const [x, room] = [floats(new Float32Array(size), [size]), floats(new Float32Array(size), [size])];
  const held = () => process.memoryUsage().arrayBuffers;
  const before = held();
  const { y } = await session.run({ x }, { y: room });
  const roomless = await session.run({ x: floats([1, 2], [2]) });
  const fails = session.run({ x: floats([1, 2], [2, 1]) }, { y: floats([0, 0], [2]) });
  await expect(fails).rejects.toThrow("Invalid rank for input: x");
  await session.close();
  expect(y).toBe(room);
  expect(listOf(room).every((value) => value === 1)).toBe(true);
  expect(held() - before).toBeLessThan(4 * size);
  expect(roomless).toEqual({ y: floats([2, 3], [2]) });
});

test("runtime: an input that is also an output is read before it is written", async () => {
  const x = o.input("x", [2]);
  const session = await openSession(compiled({ y: o.add(o.multiply(x, x), x) }));
  const both = floats([3, 4], [2]);
  await session.run({ x: both }, { y: both });
  await session.close();
  expect(listOf(both)).toEqual([12, 20]);
});

test("runtime: adds all updates of a row that is named more than once", async () => {
  const rows = o.input("rows", ["n"], "int32");
  const sum = o.scatter(o.constant([0, 0, 0, 0], [2, 2]), rows, o.input("x", ["n", 2]));
  const feeds = { rows: ints([1, 1, 0, 1]), x: floats([1, 2, 10, 20, 5, 6, 100, 200], [4, 2]) };
  expect(await evaluateOne(sum, feeds)).toEqual([5, 6, 111, 222]);
});

test.for([1, 2])("runtime: loses no update of a row that is named many times, on %i threads", async (threads) => {
  const like = o.input("like", [4, 256]);
  const values = { sum: o.scatter(like, o.input("rows", ["n"], "int32"), o.input("x", ["n", 256])) };
  // many enough that the runtime shares them out
  const count = 20_000;
  const rows = Int32Array.from({ length: count }, (_, place) => place % 2);
  const feeds = {
    like: floats(new Float32Array(4 * 256), [4, 256]),
    rows: ints(rows),
    x: floats(new Float32Array(count * 256).fill(1), [count, 256]),
  };
  const { sum } = await evaluate(values, feeds, { threads });
  expect(new Set(listOf(sum!).slice(0, 512))).toEqual(new Set([count / 2]));
  expect(new Set(listOf(sum!).slice(512))).toEqual(new Set([0]));
});

test("runtime: adds updates to rows named by a matrix, on two threads", async () => {
  const updates = o.scatter(o.input("like", [3, 2]), o.input("rows", ["n", 2], "int32"), o.input("x", ["n", 2, 2]));
  const feeds = {
    like: floats([0, 0, 0, 0, 0, 0], [3, 2]),
    rows: ints([2, 0, 2, 2], [2, 2]),
    x: floats([1, 2, 3, 4, 10, 20, 100, 200], [2, 2, 2]),
  };
  const { updated } = await evaluate({ updated: updates }, feeds, { threads: 2 });
  expect(listOf(updated!)).toEqual([3, 4, 0, 0, 111, 222]);
});

test("runtime: takes empty batches through every kind of step", async () => {
  const x = o.input("x", ["n", 4]);
  const rows = o.input("rows", ["n"], "int32");
  const w = o.constant([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]);
  const values = {
    product: o.matmul(x, w),
    affine: o.affine(x, w, o.constant([1, 2])),
    turned: o.matmul(o.matmul(x, w), x, { transposeA: true }),
    sum: o.sum(x),
    joined: o.concat([x, o.zeros(o.input("lengths", [2], "int64"), ["m", 4])], 0),
    split: o.parts(x, [0, 4])[0]!,
    scattered: o.scatter(w, rows, o.matmul(x, w)),
    shaped: o.reshape(x, ["2·n", 2]),
  };
  const lengths = tensor("int64", BigInt64Array.of(0n, 0n), [2]);
  const given = await evaluate(values, { x: floats([], [0, 4]), rows: ints([]), lengths });
  const found = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, [...value.dims, ...listOf(value)]]),
  );
  expect(found).toEqual({
    product: [0, 2],
    affine: [0, 2],
    turned: [2, 4, ...Array(8).fill(0)],
    sum: [0],
    joined: [0, 4],
    split: [0, 0],
    scattered: [4, 2, ...Array(8).fill(0)],
    shaped: [0, 2],
  });
});

test("runtime: cuts along lengths that are fed, some of them zero", async () => {
  const lengths = o.input("lengths", [3], "int64");
  const [a, b, c] = o.steps(o.input("x", ["n", 1]), lengths, ["a", "b", "c"], 0);
  const firstTwo = o.first(c!, lengths, { axis: 0, dimension: "d", index: 0 });
  const feeds = { x: floats([1, 2, 3, 4, 5], [5, 1]), lengths: tensor("int64", BigInt64Array.of(2n, 0n, 3n), [3]) };
  const given = await evaluate({ a: a!, b: b!, c: c!, firstTwo }, feeds);
  expect(Object.values(given).map(listOf)).toEqual([[1, 2], [], [3, 4, 5], [3, 4]]);
});

test("evaluate: operations give what their names say", async () => {
  const x = o.input("x", [2, 2]);
  const feeds = { x: floats([-1, 0, 2, 2], [2, 2]) };
  const of = (value: Value) => evaluateOne(value, feeds);
  expect(await of(o.greater(x, 0))).toEqual([0, 0, 1, 1]);
  expect(await of(o.equal(x, 2))).toEqual([0, 0, 1, 1]);
  expect(await of(o.sign(x))).toEqual([-1, 0, 1, 1]);
  expect(await of(o.max(x, [0]))).toEqual([2, 2]);
  expect(await of(o.mean(x, [1]))).toEqual([-0.5, 2]);
  expect(await of(o.count(o.input("x", ["n", 2])))).toEqual([4]);
  expect(await of(o.pad(x, 0, 1, 0))).toEqual([0, 0, -1, 0, 2, 2]);
  expect(await of(o.gather(x, o.indices([1, 0])))).toEqual([2, 2, -1, 0]);
  expect(await of(x)).toEqual([-1, 0, 2, 2]);
});

test("GraphWriter: a name is given once", () => {
  const query = o.input("query", [2]);
  const message = 'the graph has "query" twice; inputs, outputs and parameters need names of their own';
  expect(() => compiled({ query: o.add(query, 1) })).toThrow(message);
  const other = o.input("query", [3]);
  expect(() => compiled({ y: query, z: other })).toThrow('two inputs "query": [2] float32 and [3] float32');
});

test("openSession: bytes that are no graph are refused", async () => {
  await expect(openSession(Uint8Array.of(1, 2, 3))).rejects.toThrow();
});

test("tensor: an array of another type is refused", () => {
  expect(() => tensor("int64", Int32Array.of(1), [1])).toThrow("a int64 tensor needs a BigInt64Array");
});
