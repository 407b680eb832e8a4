import { expect, test } from "vitest";
import { instantiate, type WasmMemory, wasm, writeModule } from "../../../models/wasm/wasm-module.ts";
import { whileBelow } from "../../../models/wasm/while-below.ts";

const { get, i32 } = wasm;

test.each([
  { from: 0, until: 12, written: [7, 7, 7, 0] },
  { from: 4, until: 5, written: [0, 7, 0, 0] },
  { from: 8, until: 8, written: [0, 0, 0, 0] },
  { from: 12, until: 4, written: [0, 0, 0, 0] },
])("whileBelow: from $from until $until by fours", ({ from, until, written }) => {
  const write = whileBelow(0, 1, 4, [...get(0), ...i32.const(7), ...i32.store()]);
  const code = { locals: [], instructions: write };
  const functions = [{ name: "run", parameters: ["i32", "i32"] as const, code }];
  const { memory, run } = instantiate(writeModule({ functions, memory: { bytes: 16 } })) as {
    readonly memory: WasmMemory;
    run(from: number, until: number): void;
  };
  run(from, until);
  expect([...new Int32Array(memory.buffer, 0, 4)]).toEqual(written);
});
