import type { Random } from "../random.ts";
import type { Dimension, Shape } from "./dimensions.ts";

/** What a value's elements are. Integers and booleans are only fed; all that is computed is float32. */
export type ElementType = "float32" | "int32" | "int64" | "bool";

/** Fills a new parameter: as many numbers as the shape holds. */
export type Initialiser = (shape: readonly number[], random: Random) => Float32Array;

/** A gradient worked out by hand: from the gradient of the output those of the inputs, in their order. */
export type Backward = (gradient: Value) => readonly Value[];

type None = Readonly<Record<never, never>>;
interface Leaf<Attributes> {
  readonly inputs: readonly [];
  readonly attributes: Attributes;
}
interface Unary<Attributes = None> {
  readonly inputs: readonly [Value];
  readonly attributes: Attributes;
}
interface Binary<Attributes = None> {
  readonly inputs: readonly [Value, Value];
  readonly attributes: Attributes;
}
interface Ternary<Attributes = None> {
  readonly inputs: readonly [Value, Value, Value];
  readonly attributes: Attributes;
}
interface Many<Attributes = None> {
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
}

/** Every operation there is: what it takes and what it is told. The tables `shapes`, `gradients` and `onnx` have one rule for each. */
export interface Operations {
  /** Fed at each run. */
  input: Leaf<{ readonly name: string; readonly shape: Shape; readonly type: ElementType }>;
  /** Learned; all parameters together are one flat vector. */
  parameter: Leaf<{ readonly name: string; readonly shape: readonly number[]; readonly initialise: Initialiser }>;
  /** The rows of an embedding table that a batch touches (all rows when serving), learned by sparse Adam. */
  table: Leaf<{
    readonly name: string;
    readonly rows: number;
    readonly width: number;
    readonly initialise: Initialiser;
  }>;
  /** Kept from step to step but not learned, such as a running mean. */
  statistic: Leaf<{ readonly name: string; readonly size: number; readonly start: number }>;
  /** True where dropout keeps an element; drawn anew for each run, so equal seeds drop equal elements. */
  keepMask: Leaf<{ readonly name: string; readonly shape: Shape; readonly rate: number }>;
  constant: Leaf<{
    readonly values: readonly number[];
    readonly shape: readonly number[];
    readonly type: "float32" | "int64";
  }>;

  add: Binary;
  subtract: Binary;
  multiply: Binary;
  divide: Binary;
  maximum: Binary;
  /** 1 where the first is above the second, else 0. */
  greater: Binary;
  /** 1 where both are equal, else 0. */
  equal: Binary;

  negate: Unary;
  absolute: Unary;
  sign: Unary;
  exp: Unary;
  log: Unary;
  squareRoot: Unary;
  sigmoid: Unary;
  tanh: Unary;
  relu: Unary;
  /** log(1 + e^x). */
  softplus: Unary;
  /** Along the last axis. */
  softmax: Unary;
  /** Along the last axis. */
  logSoftmax: Unary;
  /** True and false as 1 and 0. */
  toFloat: Unary;

  /** Of two matrices, or of two equally long stacks of them. */
  matmul: Binary<{ readonly transposeA: boolean; readonly transposeB: boolean }>;
  /** The product of the first two plus the third, which is stretched if need be: one operator of the runtime. */
  affine: Ternary<{ readonly transposeB: boolean }>;
  /** Axes that are summed away stay, with length 1. */
  sum: Unary<{ readonly axes: readonly number[] }>;
  /** Axes that are searched stay, with length 1. */
  max: Unary<{ readonly axes: readonly number[] }>;
  /** How many elements the axes have together, as one number. */
  count: Unary<{ readonly axes: readonly number[] }>;
  /** The first stretched to the shape of the second. */
  expand: Binary;

  reshape: Unary<{ readonly shape: Shape }>;
  transpose: Unary<{ readonly order: readonly number[] }>;
  /** `joined` names the length of the axis after joining where lengths have names. */
  concat: Many<{ readonly axis: number; readonly joined: Dimension }>;
  /** One of the parts that an axis is cut into. */
  part: Unary<{ readonly axis: number; readonly sizes: readonly number[]; readonly index: number }>;
  /** From `start` up to `end` along an axis. */
  slice: Unary<{ readonly axis: number; readonly start: number; readonly end: number }>;
  /** Zeros before and after, along one axis. */
  pad: Unary<{ readonly axis: number; readonly before: number; readonly after: number }>;
  /** Rows of the first, picked by the second. */
  gather: Binary;
  /** Zeros in the shape of the first; to its rows named by the second, the rows of the third are added. */
  scatter: Ternary;
  /** The numbers of the first, a matrix, at places (count × 2: row and column). */
  pick: Binary;
  /** The first, a matrix, with the third added at places (count × 2: row and column), each named once. */
  addAt: Ternary;

  /** Like `part`, cut into lengths that are only known when the graph runs (the second input). */
  step: Binary<{ readonly axis: number; readonly dimensions: readonly Dimension[]; readonly index: number }>;
  /** The first along an axis, as many as the fed lengths (the second input) say at `index`. */
  first: Binary<{ readonly axis: number; readonly dimension: Dimension; readonly index: number }>;
  /** Zeros; the dimension that is a name has the length that the lengths fed (int64) add up to. */
  zeros: Unary<{ readonly shape: Shape }>;
  /**
   * Filters over places: examples × channels × places, weights as filters × channels × taps, perhaps a bias per filter; there may be
   * several axes of places. `before` and `after` say how many zeros lie beyond the ends of each.
   */
  convolve: Many<{ readonly before: readonly number[]; readonly after: readonly number[] }>;
  /** The last state of the runtime's own LSTM, for serving: steps × batch × width, weights, recurrent weights, bias, lengths. */
  runtimeLstm: Many<{ readonly units: number; readonly isBidirectional: boolean }>;
  /** The first input itself; its gradient goes by hand to the others instead. */
  withBackward: Many<{ readonly backward: Backward }>;
}

/** The name of an operation. */
export type Op = keyof Operations;

/** Something that a graph computes by one operation from other values: what people draw as a node and its arrow. */
export type ValueOf<O extends Op> = {
  readonly [op in O]: Operations[op] & { readonly op: op; readonly shape: Shape; readonly type: ElementType };
}[O];

/** A value of any operation. */
export type Value = ValueOf<Op>;
