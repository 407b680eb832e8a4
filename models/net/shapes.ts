import {
  axisOf,
  broadcast,
  type Dimension,
  describe,
  known,
  product,
  type Shape,
  sameShape,
  withAxis,
} from "./dimensions.ts";
import type { Op, Operations, Value } from "./value.ts";

type ShapeRule<O extends Op> = (inputs: Operations[O]["inputs"], attributes: Operations[O]["attributes"]) => Shape;

const ofFirst = ([x]: readonly [Value, ...Value[]]): Shape => x.shape;
const ofBoth = ([a, b]: readonly [Value, Value]): Shape => broadcast(a.shape, b.shape);

/** The shape of what each operation gives. A rule throws a plain Error when the inputs don't fit. */
export const shapes: { readonly [O in Op]: ShapeRule<O> } = {
  input: (_, { shape }) => shape,
  parameter: (_, { shape }) => shape,
  table: (_, { name, width }) => [`${name} rows`, width],
  statistic: (_, { size }) => [size],
  keepMask: (_, { shape }) => shape,
  constant: (_, { values, shape }) => {
    if (product(shape) === values.length) return shape;
    throw new Error(`${values.length} values don't fill ${describe(shape)}`);
  },

  add: ofBoth,
  subtract: ofBoth,
  multiply: ofBoth,
  divide: ofBoth,
  maximum: ofBoth,
  greater: ofBoth,
  equal: ofBoth,

  negate: ofFirst,
  absolute: ofFirst,
  sign: ofFirst,
  exp: ofFirst,
  log: ofFirst,
  squareRoot: ofFirst,
  sigmoid: ofFirst,
  tanh: ofFirst,
  relu: ofFirst,
  softplus: ofFirst,
  softmax: ofFirst,
  logSoftmax: ofFirst,
  toFloat: ofFirst,

  matmul: ([a, b], { transposeA, transposeB }) => productShape(a, b, transposeA, transposeB),
  affine([a, b, c], { transposeB }) {
    const y = productShape(a, b, false, transposeB);
    if (sameShape(broadcast(y, c.shape), y)) return y;
    throw new Error(`${describe(c.shape)} doesn't stretch to ${describe(y)}`);
  },
  sum: ([x], { axes }) => shrink(x, axes),
  max: ([x], { axes }) => shrink(x, axes),
  count: () => [],
  expand([x, like]) {
    if (sameShape(broadcast(x.shape, like.shape), like.shape)) return like.shape;
    throw new Error(`${describe(x.shape)} doesn't stretch to ${describe(like.shape)}`);
  },

  reshape([x], { shape }) {
    if (product(x.shape) !== product(shape)) {
      throw new Error(`${describe(x.shape)} holds ${product(x.shape)}, ${describe(shape)} holds ${product(shape)}`);
    }
    const found = shape.filter((dimension) => typeof dimension === "string");
    if (found.length <= 1 || found.every((dimension) => x.shape.includes(dimension))) return shape;
    throw new Error(
      `${describe(shape)} has more than one length that is only known when it runs, and ${describe(x.shape)} lacks them`,
    );
  },
  transpose([x], { order }) {
    if (order.length === x.shape.length && new Set(order).size === order.length) {
      return order.map((axis) => x.shape[axisOf(axis, x.shape)]!);
    }
    throw new Error(`the order ${describe(order)} doesn't name each axis of ${describe(x.shape)} once`);
  },
  concat(inputs, { axis, joined }) {
    const [first] = inputs;
    if (first === undefined) throw new Error("nothing to join");
    for (const { shape } of inputs) {
      if (!sameShape(withAxis(shape, axis, 0), withAxis(first.shape, axis, 0))) {
        throw new Error(`${describe(first.shape)} and ${describe(shape)} can't be joined along axis ${axis}`);
      }
    }
    return withAxis(first.shape, axis, joined);
  },
  part([x], { axis, sizes, index }) {
    const length = known(x.shape[axis]);
    const cut = sizes.reduce((sum, size) => sum + size, 0);
    if (cut === length && sizes[index] !== undefined) return withAxis(x.shape, axis, sizes[index]);
    throw new Error(`${describe(x.shape)} can't be cut into ${describe(sizes)} along axis ${axis}`);
  },
  slice([x], { axis, start, end }) {
    if (start >= 0 && start < end && end <= known(x.shape[axis])) return withAxis(x.shape, axis, end - start);
    throw new Error(`${describe(x.shape)} has no ${start} to ${end} along axis ${axis}`);
  },
  pad: ([x], { axis, before, after }) => withAxis(x.shape, axis, known(x.shape[axis]) + before + after),
  gather: ([x, rows]) => [...rows.shape, ...x.shape.slice(1)],
  scatter([like, rows, updates]) {
    if (sameShape(updates.shape, [...rows.shape, ...like.shape.slice(1)])) return like.shape;
    throw new Error(
      `${describe(updates.shape)} isn't one row of ${describe(like.shape)} for each of ${describe(rows.shape)}`,
    );
  },
  pick: ([x, places]) => [countOfPlaces(x, places)],
  addAt([x, places, updates]) {
    if (sameShape(updates.shape, [countOfPlaces(x, places)])) return x.shape;
    throw new Error(`${describe(updates.shape)} isn't one number for each of ${describe(places.shape)}`);
  },

  step: ([x], { axis, dimensions, index }) => withAxis(x.shape, axis, dimensions[index]!),
  first: ([x], { axis, dimension }) => withAxis(x.shape, axis, dimension),
  zeros: (_, { shape }) => shape,
  convolve: ([x, weights], { before, after }) => convolvedShape(x!.shape, weights!.shape, before, after),
  runtimeLstm: ([x], { units, isBidirectional }) => [x!.shape[1]!, isBidirectional ? 2 * units : units],
  withBackward: ([x]) => x!.shape,
};

/** How many places in a matrix there are. */
function countOfPlaces(x: Value, { shape }: Value): Dimension {
  if (x.shape.length === 2 && shape.length === 2 && shape[1] === 2) return shape[0]!;
  throw new Error(`${describe(shape)} isn't a row and a column of ${describe(x.shape)} for each place`);
}

function productShape(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Shape {
  const [rows, inner] = matrix(a, transposeA);
  const [alsoInner, columns] = matrix(b, transposeB);
  const stack = a.shape.slice(0, -2);
  if (sameShape(stack, b.shape.slice(0, -2)) && inner === alsoInner) return [...stack, rows, columns];
  throw new Error(`${describe(a.shape)} and ${describe(b.shape)} don't fit: ${inner} meets ${alsoInner}`);
}

/** The two last axes of a matrix or a stack of them. */
function matrix({ shape }: Value, isTransposed: boolean): readonly [rows: Shape[number], columns: Shape[number]] {
  const [rows, columns] = shape.slice(-2);
  if (rows === undefined || columns === undefined) throw new Error(`${describe(shape)} is not a matrix`);
  return isTransposed ? [columns, rows] : [rows, columns];
}

function convolvedShape(
  [examples, channels, ...places]: Shape,
  [filters, alsoChannels, ...taps]: Shape,
  before: readonly number[],
  after: readonly number[],
): Shape {
  if (channels !== alsoChannels || places.length !== taps.length) {
    throw new Error(
      `${alsoChannels} channels and taps ${describe(taps)} don't fit ${channels} and ${describe(places)}`,
    );
  }
  const positions = places.map((place, axis) => {
    const beyond = before[axis]! + after[axis]! - known(taps[axis]) + 1;
    return beyond === 0 ? place : known(place) + beyond;
  });
  if (positions.some((count) => typeof count === "number" && count < 1)) {
    throw new Error(`${describe(places)} is shorter than its ${describe(taps)} taps`);
  }
  return [examples!, filters!, ...positions];
}

function shrink(x: Value, axes: readonly number[]): Shape {
  return axes.reduce((shape, axis) => withAxis(shape, axisOf(axis, shape), 1), x.shape);
}
