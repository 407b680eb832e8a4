import { axisOf, type Dimension, known, product, type Shape, sameShape, total } from "./dimensions.ts";
import { shapes } from "./shapes.ts";
import type { Backward, ElementType, Initialiser, Op, Operations, Value } from "./value.ts";

/** A value, or a number that stands for a constant. */
export type Operand = Value | number;

/** Which inputs are whole numbers, by position; all others are float32 (toFloat takes booleans). */
const integerInputs: { readonly [O in Op]?: readonly number[] } = {
  gather: [1],
  scatter: [1],
  pick: [1],
  addAt: [1],
  step: [1],
  first: [1],
  zeros: [0],
  runtimeLstm: [4],
};

function make<O extends Op>(op: O, inputs: Operations[O]["inputs"], attributes: Operations[O]["attributes"]): Value {
  checkTypes(op, inputs);
  const type = "type" in attributes ? (attributes.type as ElementType) : op === "keepMask" ? "bool" : "float32";
  return { op, inputs, attributes, shape: inferShape(op, inputs, attributes), type } as unknown as Value;
}

function inferShape<O extends Op>(
  op: O,
  inputs: Operations[O]["inputs"],
  attributes: Operations[O]["attributes"],
): Shape {
  try {
    return shapes[op](inputs, attributes);
  } catch (cause) {
    throw new Error(`${op}: ${(cause as Error).message}`, { cause });
  }
}

function checkTypes(op: Op, inputs: readonly Value[]): void {
  for (const [position, { type }] of inputs.entries()) {
    const isFitting = integerInputs[op]?.includes(position)
      ? type === "int32" || type === "int64"
      : type === (op === "toFloat" ? "bool" : "float32");
    if (!isFitting) throw new Error(`${op}: input ${position} can't be ${type}`);
  }
}

function operand(x: Operand): Value {
  return typeof x === "number" ? constant(x) : x;
}

/** A value that is fed at each run; the same name and shape may be asked for again. */
export function input(name: string, shape: Shape, type: ElementType = "float32"): Value {
  return make("input", [], { name, shape, type });
}

/** Something that is learned. Equal names are the same parameter; a net's builder hands out each once. */
export function parameter(name: string, shape: readonly number[], initialise: Initialiser): Value {
  return make("parameter", [], { name, shape, initialise });
}

/** The rows of an embedding table that a batch touches; learned by sparse Adam. */
export function table(name: string, rows: number, width: number, initialise: Initialiser): Value {
  return make("table", [], { name, rows, width, initialise });
}

/** A vector that a step keeps for later, such as a running mean; it starts filled with `start`. */
export function statistic(name: string, size: number, start: number): Value {
  return make("statistic", [], { name, size, start });
}

/** True for the share 1 - rate of the elements, drawn for each run. */
export function keepMask(name: string, shape: Shape, rate: number): Value {
  if (!(rate >= 0 && rate < 1)) throw new Error(`dropout ${name}: the rate must be from 0 to below 1, not ${rate}`);
  return make("keepMask", [], { name, shape, rate });
}

/** A number or, with a shape, an array of numbers. */
export function constant(values: number | readonly number[], shape?: readonly number[]): Value {
  const list = typeof values === "number" ? [values] : values;
  return make("constant", [], {
    values: list,
    shape: shape ?? (typeof values === "number" ? [] : [list.length]),
    type: "float32",
  });
}

/** A list of row numbers, such as the order of taps reversed. */
export function indices(values: readonly number[]): Value {
  return make("constant", [], { values, shape: [values.length], type: "int64" });
}

/** a + b. */
export function add(a: Operand, b: Operand): Value {
  return make("add", [operand(a), operand(b)], {});
}

/** a − b. */
export function subtract(a: Operand, b: Operand): Value {
  return make("subtract", [operand(a), operand(b)], {});
}

/** a · b, element by element. */
export function multiply(a: Operand, b: Operand): Value {
  return make("multiply", [operand(a), operand(b)], {});
}

/** a / b, element by element. */
export function divide(a: Operand, b: Operand): Value {
  return make("divide", [operand(a), operand(b)], {});
}

/** The greater of both, element by element; of equal ones the second gets the gradient. */
export function maximum(a: Operand, b: Operand): Value {
  return make("maximum", [operand(a), operand(b)], {});
}

/** 1 where a > b, else 0. */
export function greater(a: Operand, b: Operand): Value {
  return make("greater", [operand(a), operand(b)], {});
}

/** 1 where a = b, else 0. */
export function equal(a: Operand, b: Operand): Value {
  return make("equal", [operand(a), operand(b)], {});
}

/** −x. */
export function negate(x: Value): Value {
  return make("negate", [x], {});
}

/** |x|. */
export function absolute(x: Value): Value {
  return make("absolute", [x], {});
}

/** −1, 0 or 1. */
export function sign(x: Value): Value {
  return make("sign", [x], {});
}

/** e^x. */
export function exp(x: Value): Value {
  return make("exp", [x], {});
}

/** The natural logarithm. */
export function log(x: Value): Value {
  return make("log", [x], {});
}

/** √x; its gradient at 0 is not finite. */
export function squareRoot(x: Value): Value {
  return make("squareRoot", [x], {});
}

/** x². */
export function square(x: Value): Value {
  return multiply(x, x);
}

/** 1 / (1 + e^−x). */
export function sigmoid(x: Value): Value {
  return make("sigmoid", [x], {});
}

/** The hyperbolic tangent. */
export function tanh(x: Value): Value {
  return make("tanh", [x], {});
}

/** max(x, 0). */
export function relu(x: Value): Value {
  return make("relu", [x], {});
}

/** log(1 + e^x). */
export function softplus(x: Value): Value {
  return make("softplus", [x], {});
}

/** e^x over their sum, along the last axis. */
export function softmax(x: Value): Value {
  return make("softmax", [x], {});
}

/** The logarithm of softmax, along the last axis. */
export function logSoftmax(x: Value): Value {
  return make("logSoftmax", [x], {});
}

/** True as 1, false as 0. */
export function toFloat(x: Value): Value {
  return make("toFloat", [x], {});
}

/** The matrix product, of two matrices or of two equally long stacks. */
export function matmul(a: Value, b: Value, { transposeA = false, transposeB = false } = {}): Value {
  return make("matmul", [a, b], { transposeA, transposeB });
}

/** ab + c, where c is stretched if need be: how dense layers and recurrent steps begin. */
export function affine(a: Value, b: Value, c: Value, { transposeB = false } = {}): Value {
  return make("affine", [a, b, c], { transposeB });
}

/** The sum along axes, which stay with length 1; without axes, the sum of all as one number. */
export function sum(x: Value, axes?: readonly number[]): Value {
  if (axes === undefined) return reshape(sum(x, allAxes(x)), []);
  return axes.length === 0 ? x : make("sum", [x], { axes: axes.map((axis) => axisOf(axis, x.shape)) });
}

function allAxes({ shape }: Value): readonly number[] {
  return shape.map((_, axis) => axis);
}

/** The greatest along axes, which stay with length 1; equal ones share the gradient. */
export function max(x: Value, axes: readonly number[]): Value {
  return make("max", [x], { axes: axes.map((axis) => axisOf(axis, x.shape)) });
}

/** How many elements the axes have together; a constant where that is known. */
export function count(x: Value, axes: readonly number[] = allAxes(x)): Value {
  const counted = axes.map((axis) => axisOf(axis, x.shape));
  const size = product(counted.map((axis) => x.shape[axis]!));
  return typeof size === "number" ? constant(size) : make("count", [x], { axes: counted });
}

/** The mean along axes, which stay with length 1; without axes, the mean of all as one number. */
export function mean(x: Value, axes?: readonly number[]): Value {
  return divide(sum(x, axes), count(x, axes));
}

/** The value stretched to the shape of another. */
export function expand(x: Value, like: Value): Value {
  return sameShape(x.shape, like.shape) ? x : make("expand", [x, like], {});
}

/** The same elements in another shape; at most one length may be a name. */
export function reshape(x: Value, shape: Shape): Value {
  if (sameShape(x.shape, shape)) return x;
  // of a reshaped value only the last shape counts
  return x.op === "reshape" ? reshape(x.inputs[0], shape) : make("reshape", [x], { shape });
}

/** The axes in another order: `[1, 0]` turns a matrix. Turning back gives the value itself. */
export function transpose(x: Value, order: readonly number[]): Value {
  if (x.op === "transpose") {
    const before = x.attributes.order;
    if (order.every((axis, place) => before[axis] === place)) return x.inputs[0];
  }
  return make("transpose", [x], { order });
}

/** Values one after the other along an axis; `joined` names the length of what comes out. */
export function concat(values: readonly Value[], axis = -1, joined?: Dimension): Value {
  const [first] = values;
  if (values.length === 1) return first!;
  const counted = axisOf(axis, first?.shape ?? []);
  return make("concat", values, { axis: counted, joined: joined ?? total(values.map(({ shape }) => shape[counted]!)) });
}

/** The value cut along an axis into parts of the lengths given, which must add up. */
export function parts(x: Value, sizes: readonly number[], axis = -1): readonly Value[] {
  if (sizes.length === 1) return [x];
  const counted = axisOf(axis, x.shape);
  return sizes.map((_, index) => make("part", [x], { axis: counted, sizes, index }));
}

/** From `start` up to `end` along an axis. */
export function slice(x: Value, axis: number, start: number, end: number): Value {
  const counted = axisOf(axis, x.shape);
  const length = known(x.shape[counted]);
  if (start === 0 && end === length) return x;
  return make("slice", [x], { axis: counted, start, end });
}

/** Zeros before and after along an axis. */
export function pad(x: Value, axis: number, before: number, after: number): Value {
  return before === 0 && after === 0 ? x : make("pad", [x], { axis: axisOf(axis, x.shape), before, after });
}

/** The rows of a value that `rows` names, in its shape. */
export function gather(x: Value, rows: Value): Value {
  return make("gather", [x, rows], {});
}

/** Zeros like a value, with the updates added to the rows named; a row named twice gets both. */
export function scatter(like: Value, rows: Value, updates: Value): Value {
  return make("scatter", [like, rows, updates], {});
}

/** The numbers of a matrix at places (count × 2: row and column), as a list. */
export function pick(x: Value, places: Value): Value {
  return make("pick", [x, places], {});
}

/** A matrix with a list of numbers added at places (count × 2: row and column), of which none may be named twice. */
export function addAt(x: Value, places: Value, updates: Value): Value {
  return make("addAt", [x, places, updates], {});
}

/** The value cut along an axis into lengths that are fed; `dimensions` names them. */
export function steps(x: Value, lengths: Value, dimensions: readonly Dimension[], axis: number): readonly Value[] {
  return dimensions.map((_, index) => make("step", [x, lengths], { axis, dimensions, index }));
}

/** The first elements along an axis, as many as `lengths` says at `index`; `dimension` names that number. */
export function first(x: Value, lengths: Value, attributes: Operations["first"]["attributes"]): Value {
  return make("first", [x, lengths], attributes);
}

/** Zeros in a shape whose one named length is what the fed lengths add up to. */
export function zeros(lengths: Value, shape: Shape): Value {
  return make("zeros", [lengths], { shape });
}

/** Filters over the places between: see `Operations.convolve`. */
export function convolve(
  inputs: readonly [x: Value, weights: Value, bias?: Value],
  attributes: Operations["convolve"]["attributes"],
): Value {
  return make("convolve", inputs as readonly Value[], attributes);
}

/** What the runtime's own LSTM ends with; see `lstm.ts` for the order of its weights. */
export function runtimeLstm(
  [x, weights, recurrent, bias, lengths]: readonly [Value, Value, Value, Value, Value],
  attributes: Operations["runtimeLstm"]["attributes"],
): Value {
  return make("runtimeLstm", [x, weights, recurrent, bias, lengths], attributes);
}

/** The value itself, with a gradient worked out by hand that goes to `inputs`. */
export function withBackward(x: Value, inputs: readonly Value[], backward: Backward): Value {
  return make("withBackward", [x, ...inputs], { backward });
}
