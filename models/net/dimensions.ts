/** The length of one axis: a number, or the name of one that is only known when the graph runs, such as `batch`. */
export type Dimension = number | string;

/** The length of each axis; `[]` is a single number. */
export type Shape = readonly Dimension[];

/** A shape as people write it: `[batch, 64]`. */
export function describe(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** Whether two shapes are the same, names included. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

/** The product of dimensions, in one form whatever their order: of `batch` and 12 it is `12·batch`. */
export function product(dimensions: Shape): Dimension {
  const factors = dimensions.flatMap((dimension) => String(dimension).split("·"));
  const isKnown = (factor: string) => /^\d+$/.test(factor);
  const known = factors.filter(isKnown).reduce((all, factor) => all * Number(factor), 1);
  const names = factors.filter((factor) => !isKnown(factor)).sort();
  if (names.length === 0 || known === 0) return known;
  return (known === 1 ? names : [known, ...names]).join("·");
}

/** The sum of dimensions; with a name among them it is a new name: `query+title`. */
export function total(dimensions: Shape): Dimension {
  if (dimensions.every((dimension) => typeof dimension === "number")) {
    return dimensions.reduce((sum, dimension) => sum + dimension, 0);
  }
  return dimensions.join("+");
}

/** A dimension that must be a number; throws when it is a name. */
export function known(dimension: Dimension | undefined): number {
  if (typeof dimension === "number") return dimension;
  throw new Error(`needs a length that is known before it runs, not ${dimension}`);
}

/** The axis counted from the front; -1 is the last. Throws when there is none. */
export function axisOf(axis: number, shape: Shape): number {
  const counted = axis < 0 ? shape.length + axis : axis;
  if (counted >= 0 && counted < shape.length) return counted;
  throw new Error(`there is no axis ${axis} in ${describe(shape)}`);
}

/** The shape that two shapes stretch to, as NumPy does: axes meet from the back, and a 1 takes the other's length. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new Error(`${describe(a)} and ${describe(b)} don't fit: ${left} meets ${right}`);
    }
    return left === 1 ? right : left;
  });
}

/** The axes along which a value of shape `from` was stretched to become `to`. */
export function stretchedAxes(from: Shape, to: Shape): readonly number[] {
  const added = to.length - from.length;
  return to.flatMap((dimension, axis) => (axis < added || (from[axis - added] === 1 && dimension !== 1) ? [axis] : []));
}

/** The shape with some axes replaced. */
export function withAxis(shape: Shape, axis: number, dimension: Dimension): Shape {
  return shape.map((old, index) => (index === axis ? dimension : old));
}

/** The order of axes that turns a matrix, or each matrix of a stack. */
export function turnedAxes(rank: number): readonly number[] {
  return [...Array(rank - 2).keys(), rank - 1, rank - 2];
}
