import { describe, known, sameShape, stretchedAxes } from "./dimensions.ts";
import {
  add,
  addAt,
  concat,
  constant,
  divide,
  equal,
  exp,
  expand,
  gather,
  greater,
  matmul,
  multiply,
  negate,
  pad,
  parts,
  pick,
  reshape,
  scatter,
  sigmoid,
  sign,
  slice,
  square,
  subtract,
  sum,
  transpose,
} from "./operations.ts";
import type { Op, Value, ValueOf } from "./value.ts";

/** From a value and the gradient of the loss by it: the gradient by each input, `undefined` where there is none. */
type GradientRule<O extends Op> = (y: ValueOf<O>, dy: Value) => readonly (Value | undefined)[];

const none = () => [];

/** How each operation passes a gradient on. `dy` always has the shape of `y`, and what is returned that of the input. */
export const gradients: { readonly [O in Op]: GradientRule<O> } = {
  input: none,
  parameter: none,
  table: none,
  statistic: none,
  keepMask: none,
  constant: none,

  add: ({ inputs: [a, b] }, dy) => [sumTo(dy, a), sumTo(dy, b)],
  subtract: ({ inputs: [a, b] }, dy) => [sumTo(dy, a), sumTo(negate(dy), b)],
  // d(ab) = b da + a db
  multiply: ({ inputs: [a, b] }, dy) => [sumTo(multiply(dy, b), a), sumTo(multiply(dy, a), b)],
  // d(a/b) = da/b - (a/b) db/b
  divide: (y, dy) => {
    const [a, b] = y.inputs;
    const share = divide(dy, b);
    return [sumTo(share, a), sumTo(negate(multiply(share, y)), b)];
  },
  maximum: ({ inputs: [a, b] }, dy) => {
    const toFirst = multiply(dy, greater(a, b));
    return [sumTo(toFirst, a), sumTo(subtract(dy, toFirst), b)];
  },
  greater: none,
  equal: none,

  negate: (_, dy) => [negate(dy)],
  // d|x| = sign(x) dx, taken as 0 at 0
  absolute: ({ inputs: [x] }, dy) => [multiply(dy, sign(x))],
  sign: none,
  exp: (y, dy) => [multiply(dy, y)],
  log: ({ inputs: [x] }, dy) => [divide(dy, x)],
  // d√x = dx / 2√x
  squareRoot: (y, dy) => [divide(multiply(dy, 0.5), y)],
  // dσ = σ(1 - σ) dx
  sigmoid: (y, dy) => [multiply(dy, multiply(y, subtract(1, y)))],
  // d tanh = (1 - tanh²) dx
  tanh: (y, dy) => [multiply(dy, subtract(1, square(y)))],
  relu: (y, dy) => [multiply(dy, greater(y, 0))],
  // d log(1 + e^x) = σ(x) dx
  softplus: ({ inputs: [x] }, dy) => [multiply(dy, sigmoid(x))],
  // dx = y (dy - Σ y dy)
  softmax: (y, dy) => [multiply(y, subtract(dy, sum(multiply(y, dy), [-1])))],
  // dx = dy - softmax(x) Σ dy
  logSoftmax: (y, dy) => [subtract(dy, multiply(exp(y), sum(dy, [-1])))],
  toFloat: none,

  matmul: ({ inputs: [a, b], attributes }, dy) => ofProduct(a, b, attributes, dy),
  affine({ inputs: [a, b, c], attributes: { transposeB } }, dy) {
    const [da, db] = ofProduct(a, b, { transposeA: false, transposeB }, dy);
    // by parts where one of them is fed: its own, which nothing learns from, is then left out
    const isByParts = a.op === "concat" && b.shape.length === 2 && a.attributes.axis === 1 && a.inputs.some(isFed);
    if (!isByParts || transposeB) return [da, db, sumTo(dy, c)];
    const byParts = parts(b, sizesOf(a), 0).map((some) => matmul(dy, some, { transposeB: true }));
    return [concat(byParts), db, sumTo(dy, c)];
  },
  sum: ({ inputs: [x] }, dy) => [expand(dy, x)],
  // to the greatest; equal ones share
  max: (y, dy) => {
    const [x] = y.inputs;
    const isGreatest = equal(x, y);
    return [multiply(isGreatest, divide(dy, sum(isGreatest, y.attributes.axes)))];
  },
  count: none,
  expand: ({ inputs: [x] }, dy) => [sumTo(dy, x), undefined],

  reshape: ({ inputs: [x] }, dy) => [reshape(dy, x.shape)],
  transpose: ({ attributes: { order } }, dy) => [
    transpose(
      dy,
      order.map((_, axis) => order.indexOf(axis)),
    ),
  ],
  concat: (y, dy) => {
    const isJoined =
      dy.op === "concat" && dy.inputs.every(({ shape }, part) => sameShape(shape, y.inputs[part]?.shape ?? []));
    return isJoined ? dy.inputs : parts(dy, sizesOf(y), y.attributes.axis);
  },
  part({ attributes: { axis, sizes, index } }, dy) {
    const length = (some: readonly number[]) => some.reduce((all, size) => all + size, 0);
    return [pad(dy, axis, length(sizes.slice(0, index)), length(sizes.slice(index + 1)))];
  },
  slice({ inputs: [x], attributes: { axis, start, end } }, dy) {
    return [pad(dy, axis, start, known(x.shape[axis]) - end)];
  },
  pad({ inputs: [x], attributes: { axis, before } }, dy) {
    return [slice(dy, axis, before, before + known(x.shape[axis]))];
  },
  gather: ({ inputs: [x, rows] }, dy) => [scatter(x, rows, dy), undefined],
  scatter: ({ inputs: [, rows] }, dy) => [undefined, undefined, gather(dy, rows)],
  pick: ({ inputs: [x, places] }, dy) => [addAt(expand(constant([0], [1, 1]), x), places, dy), undefined],
  addAt: ({ inputs: [, places] }, dy) => [dy, undefined, pick(dy, places)],

  step: (y) => [refuse(y)],
  first: (y) => [refuse(y)],
  zeros: none,
  convolve: (y) => [refuse(y)],
  runtimeLstm: (y) => [refuse(y)],
  withBackward: ({ attributes: { backward } }, dy) => [undefined, ...backward(dy)],
};

/** By both factors of a product y = ab: da = dy bᵀ, db = aᵀ dy; where a factor was turned, so is its gradient. */
function ofProduct(
  a: Value,
  b: Value,
  { transposeA, transposeB }: ValueOf<"matmul">["attributes"],
  dy: Value,
): readonly [Value, Value] {
  const da = transposeA
    ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
    : matmul(dy, b, { transposeB: !transposeB });
  const db = transposeB
    ? matmul(dy, a, { transposeA: true, transposeB: transposeA })
    : matmul(a, dy, { transposeA: !transposeA });
  return [da, db];
}

function isFed({ op }: Value): boolean {
  return op === "input";
}

/** The lengths that were joined. */
function sizesOf({ inputs, attributes: { axis } }: ValueOf<"concat">): readonly number[] {
  return inputs.map(({ shape }) => known(shape[axis]));
}

function refuse({ op }: Value): never {
  throw new Error(`${op} has no gradient: put it into a value that has its backward pass by hand (withBackward)`);
}

/** A gradient summed over the axes along which `x` was stretched. */
function sumTo(gradient: Value, x: Value): Value {
  if (sameShape(gradient.shape, x.shape)) return gradient;
  return reshape(sum(gradient, stretchedAxes(x.shape, gradient.shape)), x.shape);
}

/** The gradients by the inputs of one value. */
export function passOn<O extends Op>(y: ValueOf<O>, dy: Value): readonly (Value | undefined)[] {
  const passed = gradients[y.op as O](y, dy);
  for (const [position, gradient] of passed.entries()) {
    const x = y.inputs[position]!;
    if (gradient && !sameShape(gradient.shape, x.shape)) {
      throw new Error(`gradient of ${y.op}: ${describe(gradient.shape)} for an input of ${describe(x.shape)}`);
    }
  }
  return passed;
}

/** Two gradients that meet, added; either may be missing. */
export function meet(a: Value | undefined, b: Value | undefined): Value | undefined {
  return a && b ? add(a, b) : (a ?? b);
}
