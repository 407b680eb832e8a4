import type { Value } from "./value.ts";

/** Every value that the ends are made of, each once, inputs before what is made of them; always in the same order. */
export function inOrder(ends: readonly Value[]): readonly Value[] {
  const done = new Set<Value>();
  // an explicit stack: an unrolled net is deeper than the call stack
  const stack = ends.map((value) => ({ value, isOpen: false })).reverse();
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const { value, isOpen } = top;
    if (done.has(value)) continue;
    if (isOpen) {
      done.add(value);
      continue;
    }
    stack.push({ value, isOpen: true });
    for (let position = value.inputs.length - 1; position >= 0; position--) {
      stack.push({ value: value.inputs[position]!, isOpen: false });
    }
  }
  return [...done];
}
