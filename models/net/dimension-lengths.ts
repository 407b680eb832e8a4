import { type Dimension, describe, type Shape } from "./dimensions.ts";
import type { Tensors } from "./session.ts";

/** What the named lengths are for the tensors that are fed. Throws when a tensor's shape isn't that of its port, or two say different lengths of one name. */
export function dimensionLengths(
  ports: readonly { readonly name: string; readonly shape: Shape }[],
  fed: Tensors,
): (dimension: Dimension) => number {
  const lengths = new Map<string, number>();
  for (const { name, shape } of ports) {
    const { dims } = fed[name]!;
    const fits =
      dims.length === shape.length && shape.every((dimension, axis) => agrees(dimension, dims[axis]!, lengths));
    if (!fits)
      throw new Error(
        `"${name}" has the shape ${describe(dims)}; the net takes ${describe(shape)}${where(shape, lengths)}`,
      );
  }
  return (dimension) => lengthOf(dimension, lengths);
}

function agrees(dimension: Dimension, length: number, lengths: Map<string, number>): boolean {
  if (typeof dimension === "number") return dimension === length;
  const before = lengths.get(dimension);
  if (before === undefined) lengths.set(dimension, length);
  return before === undefined || before === length;
}

function where(shape: Shape, lengths: ReadonlyMap<string, number>): string {
  const names = shape.filter((dimension) => lengths.has(String(dimension)));
  return names.length === 0 ? "" : `, with ${names.map((name) => `${name} = ${lengths.get(String(name))}`).join(", ")}`;
}

function lengthOf(dimension: Dimension, lengths: ReadonlyMap<string, number>): number {
  if (typeof dimension === "number" || /^\d+$/.test(dimension)) return Number(dimension);
  const known = lengths.get(dimension);
  if (known !== undefined) return known;
  const factors = dimension.split("·");
  if (factors.length > 1) return factors.reduce((product, factor) => product * lengthOf(factor, lengths), 1);
  throw new Error(`no input says how long "${dimension}" is`);
}
