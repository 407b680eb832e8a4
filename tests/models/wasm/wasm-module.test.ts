import { expect, test } from "vitest";
import {
  type FunctionCode,
  instantiate,
  pageBytes,
  sharedMemory,
  type WasmMemory,
  wasm,
  writeModule,
} from "../../../models/wasm/wasm-module.ts";

const { get, i32, i16x8, i32x4, f32x4, v128, f64, f64x2 } = wasm;

type Two = (first: number, second: number) => number;

test("wasm module: each function has its own parameters, locals and result", () => {
  const sum: FunctionCode = { locals: [], instructions: [...get(0), ...get(1), ...i32.add] };
  const twice: FunctionCode = { locals: ["i32"], instructions: [...get(0), ...wasm.tee(1), ...get(1), ...i32.add] };
  const module = writeModule({
    functions: [
      { name: "sum", parameters: ["i32", "i32"], result: "i32", code: sum },
      { name: "twice", parameters: ["i32"], result: "i32", code: twice },
    ],
    memory: { bytes: 1 },
  });
  const exports = instantiate(module) as { sum: Two; twice: (value: number) => number };
  expect([exports.sum(20, 300), exports.twice(21)]).toEqual([320, 42]);
});

test("wasm module: two instances see one shared memory, by bytes and by pairs of doubles", () => {
  // the pair at 16 becomes (0.5, 7) + (0.5, 7)
  const write = [
    ...[...i32.const(0), ...f64.const(0.5), ...f64x2.splat, ...f64.const(7), ...f64x2.replaceLane(1)],
    ...[...f64x2.store(16), ...i32.const(0), ...i32.const(0), ...f64x2.load(16)],
    ...[...i32.const(0), ...f64x2.load(16), ...f64x2.add, ...f64x2.store(16)],
  ];
  const module = writeModule({
    functions: [
      { name: "write", parameters: [], code: { locals: [], instructions: write } },
      {
        name: "byte",
        parameters: ["i32"],
        result: "i32",
        code: { locals: [], instructions: [...get(0), ...i32.loadByte(3)] },
      },
    ],
    memory: "shared",
  });
  const memory = sharedMemory(100_000);
  expect(memory.buffer.byteLength).toBe(131_072);
  (instantiate(module, memory) as { write: () => void }).write();
  expect([...new Float64Array(memory.buffer, 16, 2)]).toEqual([1, 14]);
  new Uint8Array(memory.buffer)[203] = 255;
  expect((instantiate(module, memory) as { byte: (at: number) => number }).byte(200)).toBe(255);
});

test("wasm module: bytes are multiplied and added up, four sums at a time, in a memory that grows", () => {
  const twice = (...code: readonly number[]) => [...code, ...code];
  // of the bytes at 0: the sums of the squares of neighbours, the last two first, as floats at 16
  const instructions = [
    ...[...i32.const(0), ...i32.const(0), ...i16x8.loadBytes(0), ...i32.const(0), ...i16x8.loadBytes(0), ...i32x4.dot],
    ...[...wasm.tee(0), ...get(0), ...v128.pick(2, 3, 4, 5), ...f32x4.ofInts, ...f32x4.store(16)],
    // whether any of them, doubled, is at least 50
    ...[...twice(...get(0)), ...i32x4.add, ...f32x4.ofInts, ...wasm.f32.const(50), ...f32x4.splat, ...f32x4.atLeast],
    ...v128.any,
  ];
  const code: FunctionCode = { locals: ["v128"], instructions };
  const module = writeModule({
    functions: [{ name: "square", parameters: [], result: "i32", code }],
    memory: { bytes: 1 },
  });
  const { memory, square } = instantiate(module) as { memory: WasmMemory; square: () => number };
  memory.grow(1);
  expect(memory.buffer.byteLength).toBe(2 * pageBytes);
  const bytes = new Int8Array(memory.buffer);
  bytes.set([1, -2, 3, 0, -4, 1, 0, 2]);
  expect([square(), ...new Float32Array(memory.buffer, 16, 4)]).toEqual([0, 17, 4, 5, 9]);
  bytes.set([-5, 0], 6);
  expect([square(), ...new Float32Array(memory.buffer, 16, 4)]).toEqual([1, 17, 25, 5, 9]);
});
