import { ints, type Tensors, tensor } from "./session.ts";
import { touchedRows } from "./table-rows.ts";
import type { Batch } from "./training-step.ts";

/** Token ids of one text of each example, by the text's name; each text has at least one token. */
export type TokenTexts = Readonly<Record<string, readonly (readonly number[])[]>>;

/** The texts of a batch for `tokenInputs` in training: right-aligned in `steps` steps, longest first. `table` is the one that the tokens are rows of. */
export function packSequences(texts: TokenTexts, steps: number, table: string): Batch {
  const all = Object.values(texts).flat();
  for (const text of all) checkLength(text, steps);
  const order = [...all.keys()].sort((a, b) => all[b]!.length - all[a]!.length);
  const counts = countPerStep(all, steps);
  const { tokens, mirror } = lineUp(
    order.map((index) => all[index]!),
    counts,
  );
  const { rows, places } = touchedRows(tokens);
  const inputs = {
    tokens: ints(places),
    mirror: ints(mirror),
    counts: int64s(counts),
    joins: int64s(counts.map((count, step) => count - (counts[step - 1] ?? 0))),
    ...rowInputs(texts, order),
  };
  return { inputs, rows: { [table]: rows } };
}

/** The texts of a batch for `tokenInputs` when serving: steps × batch, with their lengths. */
export function padSequences(texts: TokenTexts): Tensors {
  return Object.fromEntries(Object.entries(texts).flatMap(([name, list]) => padded(name, list)));
}

function padded(name: string, list: readonly (readonly number[])[]): [string, Tensors[string]][] {
  const steps = list.reduce((longest, text) => Math.max(longest, text.length), 0);
  for (const text of list) checkLength(text, steps);
  const ids = new Int32Array(steps * list.length);
  for (const [row, text] of list.entries()) {
    for (const [step, token] of text.entries()) ids[step * list.length + row] = token;
  }
  return [
    [name, ints(ids, [steps, list.length])],
    [`${name} length`, ints(list.map((text) => text.length))],
  ];
}

function checkLength(text: readonly number[], steps: number): void {
  if (text.length > 0 && text.length <= steps) return;
  throw new Error(
    `a text of ${text.length} tokens can't be put into ${steps} steps; cut it, or give an empty one a token`,
  );
}

function countPerStep(texts: readonly (readonly number[])[], steps: number): number[] {
  const counts: number[] = Array(steps).fill(0);
  for (const { length } of texts) counts[steps - length]!++;
  for (let step = 1; step < steps; step++) counts[step]! += counts[step - 1]!;
  return counts;
}

/** Step by step the token of each text that is there, and for each which one it is when its text is read backwards. */
function lineUp(
  longestFirst: readonly (readonly number[])[],
  counts: readonly number[],
): { readonly tokens: Int32Array; readonly mirror: Int32Array } {
  const startOf: number[] = [];
  let size = 0;
  for (const count of counts) {
    startOf.push(size);
    size += count;
  }
  const tokens = new Int32Array(size);
  const mirror = new Int32Array(size);
  for (const [row, text] of longestFirst.entries()) {
    const joinsAt = counts.length - text.length;
    const placeOf = (position: number) => startOf[joinsAt + position]! + row;
    for (const [position, token] of text.entries()) {
      tokens[placeOf(position)] = token;
      mirror[placeOf(position)] = placeOf(text.length - 1 - position);
    }
  }
  return { tokens, mirror };
}

/** For each named text of each example the row of the pack that it became. */
function rowInputs(texts: TokenTexts, order: readonly number[]): Tensors {
  const rowOf = new Int32Array(order.length);
  for (const [row, index] of order.entries()) rowOf[index] = row;
  let start = 0;
  const named: [string, Tensors[string]][] = [];
  for (const [name, list] of Object.entries(texts)) {
    named.push([`${name} row`, ints(rowOf.slice(start, start + list.length))]);
    start += list.length;
  }
  return Object.fromEntries(named);
}

function int64s(values: readonly number[]): Tensors[string] {
  return tensor("int64", BigInt64Array.from(values, BigInt), [values.length]);
}
