import { expect, test } from "vitest";
import { encodeModel } from "../../../models/net/onnx/encode-model.ts";
import { MessageWriter } from "../../../models/net/onnx/protobuf.ts";
import { floats, openSession } from "../../../models/net/session.ts";
import { listOf } from "../../support/evaluate-values.ts";

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

test.for([
  // the examples of protobuf.dev/programming-guides/encoding
  [new MessageWriter().int(1, 150), "089601"],
  [new MessageWriter().text(2, "testing"), "120774657374696e67"],
  [new MessageWriter().message(3, new MessageWriter().int(1, 150)), "1a03089601"],
  [new MessageWriter().int(1, -2), "08feffffffffffffffff01"],
  [new MessageWriter().int(1, 2 ** 31), "088080808008"],
  [new MessageWriter().int(20, 1), "a00101"],
  [new MessageWriter().float(2, 1.5), "150000c03f"],
] as const)("protobuf: writes what the guide shows, %#", ([message, bytes]) => {
  expect(hex(message.finish())).toBe(bytes);
});

test("protobuf: grows past its first room", () => {
  const long = new Uint8Array(5000).fill(7);
  const written = new MessageWriter().text(1, "before").bytes(2, long).finish();
  expect(written.length).toBe(8 + 3 + 5000);
  expect(written.subarray(11)).toEqual(long);
});

test("encodeModel: every kind of attribute and tensor is one that the runtime reads", async () => {
  const data = { w: Float32Array.of(1, 2, 3, 4), axes: BigInt64Array.of(-1n), rows: Int32Array.of(1, 0) };
  const onnx = encodeModel({
    inputs: [{ name: "x", type: "float32", shape: ["batch", 2] }],
    initializers: [
      { name: "w", type: "float32", shape: [2, 2], data: data.w },
      { name: "axes", type: "int64", shape: [1], data: data.axes },
      { name: "rows", type: "int32", shape: [2], data: data.rows },
    ],
    nodes: [
      { operator: "Gather", inputs: ["w", "rows"], outputs: ["turned"], attributes: { axis: 0 } },
      { operator: "Gemm", inputs: ["x", "turned"], outputs: ["y"], attributes: { alpha: { float: 0.5 }, transB: 1 } },
      { operator: "Transpose", inputs: ["y"], outputs: ["z"], attributes: { perm: [1, 0] } },
      { operator: "Unsqueeze", inputs: ["z", "axes"], outputs: ["out"], attributes: {} },
    ],
    outputs: [{ name: "out", type: "float32", shape: [2, "batch", 1] }],
  });
  const session = await openSession(onnx);
  const { out } = await session.run({ x: floats([1, 0, 10, 1], [2, 2]) });
  await session.close();
  // rows of w turned: [3 4], [1 2]; half of x times each
  expect(listOf(out!)).toEqual([1.5, 17, 0.5, 6]);
  expect(out!.dims).toEqual([2, 2, 1]);
});
