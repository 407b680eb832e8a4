import { wasm } from "./wasm-module.ts";

const { block, loop, end, branchIf, get, tee, i32 } = wasm;

/** Instructions that run others while the pointer in a local is below the one in another, and add `step` to it each time. */
export function whileBelow(
  pointer: number,
  until: number,
  step: number,
  instructions: readonly number[],
): readonly number[] {
  return [
    ...[...block, ...get(pointer), ...get(until), ...i32.atLeast, ...branchIf(0)],
    ...[...loop, ...instructions],
    ...[...get(pointer), ...i32.const(step), ...i32.add, ...tee(pointer)],
    ...[...get(until), ...i32.less, ...branchIf(0), ...end, ...end],
  ];
}
