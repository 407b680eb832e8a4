import { type Dimension, known, type Shape, turnedAxes } from "../dimensions.ts";
import type { Op, Value, ValueOf } from "../value.ts";
import type { GraphWriter } from "./graph-writer.ts";

/** From a value and the names of its inputs: writes its nodes, and gives the name of what comes out. */
type OnnxRule<O extends Op> = (y: ValueOf<O>, inputs: readonly string[], write: GraphWriter) => string;

const floatType = 1;
const int64Type = 7;

/** An operation that ONNX has too, without attributes. */
function same(operator: string): (y: Value, inputs: readonly string[], write: GraphWriter) => string {
  return (_, inputs, write) => write.node(operator, inputs);
}

/** A comparison, which ONNX gives as booleans. */
function asFloat(operator: string): (y: Value, inputs: readonly string[], write: GraphWriter) => string {
  return (_, inputs, write) => write.node("Cast", [write.node(operator, inputs)], { to: floatType });
}

/** How each operation is written in ONNX's operators. */
const onnx: { readonly [O in Op]: OnnxRule<O> } = {
  input: ({ attributes }, _, write) => write.input(attributes),
  parameter: (y, _, write) => write.kept(y),
  table: (y, _, write) => write.kept(y),
  statistic: (y, _, write) => write.kept(y),
  keepMask: ({ attributes: { name, shape } }, _, write) => write.input({ name, shape, type: "bool" }),
  constant: ({ attributes: { values, shape, type } }, _, write) =>
    type === "int64" ? write.ints(values) : write.floats(values, shape),

  add: same("Add"),
  subtract: same("Sub"),
  multiply: same("Mul"),
  divide: same("Div"),
  maximum: same("Max"),
  greater: asFloat("Greater"),
  equal: asFloat("Equal"),

  negate: same("Neg"),
  absolute: same("Abs"),
  sign: same("Sign"),
  exp: same("Exp"),
  log: same("Log"),
  squareRoot: same("Sqrt"),
  sigmoid: same("Sigmoid"),
  tanh: same("Tanh"),
  relu: same("Relu"),
  softplus: same("Softplus"),
  softmax: (_, inputs, write) => write.node("Softmax", inputs, { axis: -1 }),
  logSoftmax: (_, inputs, write) => write.node("LogSoftmax", inputs, { axis: -1 }),
  toFloat: (_, inputs, write) => write.node("Cast", inputs, { to: floatType }),

  matmul({ shape, attributes: { transposeA, transposeB } }, [a, b], write) {
    if (shape.length === 2 && (transposeA || transposeB)) {
      return write.node("Gemm", [a!, b!], { transA: Number(transposeA), transB: Number(transposeB) });
    }
    return write.node("MatMul", [turned(a!, transposeA, shape, write), turned(b!, transposeB, shape, write)]);
  },
  affine({ shape, attributes: { transposeB } }, [a, b, c], write) {
    if (shape.length === 2) return write.node("Gemm", [a!, b!, c!], { transB: Number(transposeB) });
    return write.node("Add", [write.node("MatMul", [a!, turned(b!, transposeB, shape, write)]), c!]);
  },
  sum: ({ attributes: { axes } }, [x], write) => write.node("ReduceSum", [x!, write.ints(axes)], { keepdims: 1 }),
  max: ({ attributes: { axes } }, [x], write) => write.node("ReduceMax", [x!, write.ints(axes)], { keepdims: 1 }),
  count({ attributes: { axes } }, [x], write) {
    const lengths = write.shared("Gather", [write.shapeOf(x!), write.ints(axes)]);
    return write.shared("Cast", [write.shared("ReduceProd", [lengths], { keepdims: 0 })], { to: floatType });
  },
  expand: (_, [x, like], write) => write.node("Expand", [x!, write.shapeOf(like!)]),

  reshape: ({ shape, inputs: [like] }, [x], write) =>
    write.node("Reshape", [x!, reshapeTarget(shape, like.shape, x!, write)]),
  transpose({ shape, inputs: [like], attributes: { order } }, [x], write) {
    const last = order.length - 1;
    const swapsEnds = order.every((axis, place) => axis === (place === 0 ? last : place === last ? 0 : place));
    if (last < 2 || !swapsEnds) return write.node("Transpose", [x!], { perm: order });
    // two turns of whole pieces take a tenth of the time of one that reverses all; the runtime joins turns unless a Flatten lies between
    const middle = order.slice(1, -1);
    const pieces = write.node("Flatten", [write.node("Transpose", [x!], { perm: [...middle, 0, last] })], {
      axis: last,
    });
    const turned = write.node("Transpose", [pieces], { perm: [1, 0] });
    return write.node("Reshape", [turned, reshapeTarget(shape, like.shape, x!, write)]);
  },
  concat: ({ attributes: { axis } }, inputs, write) => write.node("Concat", inputs, { axis }),
  part({ attributes: { axis, sizes, index } }, [x], write) {
    const split = () => write.nodes("Split", [x!, write.ints(sizes)], sizes.length, { axis });
    return write.once(`Split ${x} ${axis} ${sizes}`, split)[index]!;
  },
  slice: ({ attributes: { axis, start, end } }, [x], write) =>
    write.node("Slice", [x!, write.ints([start]), write.ints([end]), write.ints([axis])]),
  pad({ shape, attributes: { axis, before, after } }, [x], write) {
    const along = (length: number) => shape.map((_, other) => (other === axis ? length : 0));
    return write.node("Pad", [x!, write.ints([...along(before), ...along(after)])]);
  },
  gather: (_, inputs, write) => write.node("Gather", inputs, { axis: 0 }),
  scatter(y, [like, rows, updates], write) {
    const zeros = write.node("ConstantOfShape", [write.shapeOf(like!)]);
    if (write.threads > 1) return scatterElements(y, [zeros, rows!, updates!], write);
    const places = write.shared("Unsqueeze", [asIndices(rows!, write), write.ints([-1])]);
    return write.node("ScatterND", [zeros, places, updates!], { reduction: "add" });
  },
  pick: (_, [x, places], write) => write.node("GatherND", [x!, asIndices(places!, write)]),
  addAt: (_, [x, places, updates], write) =>
    write.node("ScatterND", [x!, asIndices(places!, write), updates!], { reduction: "add" }),

  step({ attributes: { axis, dimensions, index } }, [x, lengths], write) {
    if (dimensions.length === 1) return x!;
    const split = () => write.nodes("Split", [x!, lengths!], dimensions.length, { axis });
    return write.once(`Split ${x} ${axis} ${lengths}`, split)[index]!;
  },
  first({ inputs, attributes: { axis, index } }, [x, lengths], write) {
    const ones = Array(known(inputs[1].shape[0])).fill(1);
    const split = () => write.nodes("Split", [lengths!, write.ints(ones)], ones.length, { axis: 0 });
    const end = write.once(`Split ${lengths} in ones`, split)[index]!;
    return write.node("Slice", [x!, write.ints([0]), end, write.ints([axis])]);
  },
  zeros({ attributes: { shape } }, [lengths], write) {
    const sum = write.shared("ReduceSum", [lengths!], { keepdims: 1 });
    const sizes = shape.map((dimension) => (typeof dimension === "number" ? write.ints([dimension]) : sum));
    return write.node("ConstantOfShape", [write.node("Concat", sizes, { axis: 0 })]);
  },
  convolve({ inputs: [, weights], attributes: { before, after } }, inputs, write) {
    return write.node("Conv", inputs, {
      kernel_shape: weights!.shape.slice(2).map(known),
      pads: [...before, ...after],
    });
  },
  runtimeLstm({ shape, attributes: { units, isBidirectional } }, [x, weights, recurrent, bias, lengths], write) {
    const direction = isBidirectional ? "bidirectional" : "forward";
    const inputs = [x!, weights!, recurrent!, bias!, lengths!];
    const [, last] = write.nodes("LSTM", inputs, 2, { hidden_size: units, direction });
    // directions × batch × units
    const rows = write.node("Transpose", [last!], { perm: [1, 0, 2] });
    return write.node("Reshape", [rows, write.ints([-1, known(shape[1])])]);
  },
  withBackward: (_, [x]) => x!,
};

/** A matrix, or each of a stack of them, turned where it is to be. */
function turned(name: string, isTransposed: boolean, { length }: Shape, write: GraphWriter): string {
  return isTransposed ? write.shared("Transpose", [name], { perm: turnedAxes(length) }) : name;
}

/** On several threads ScatterND loses updates of a row that is named more than once; ScatterElements doesn't, but takes four times as long. */
function scatterElements(
  { shape }: Value,
  [zeros, rows, updates]: readonly [string, string, string],
  write: GraphWriter,
): string {
  const rest = shape.slice(1).map(known);
  const column = write.shared("Reshape", [asIndices(rows, write), write.ints([-1, ...rest.map(() => 1)])]);
  const lines = write.node("Reshape", [updates, write.ints([-1, ...rest])]);
  const places = write.node("Expand", [column, write.shapeOf(lines)]);
  return write.node("ScatterElements", [zeros, places, lines], { axis: 0, reduction: "add" });
}

/** Whole numbers as the runtime takes them to index by. */
function asIndices(places: string, write: GraphWriter): string {
  return write.shared("Cast", [places], { to: int64Type });
}

/** A shape as Reshape takes it. -1 stands for a length that is only known when it runs; of several such lengths each is read off `x`, which has them too. */
function reshapeTarget(shape: Shape, shapeOfX: Shape, x: string, write: GraphWriter): string {
  const isKnown = (dimension: Dimension): dimension is number => typeof dimension === "number";
  if (shape.filter((dimension) => !isKnown(dimension)).length <= 1) {
    return write.ints(shape.map((dimension) => (isKnown(dimension) ? dimension : -1)));
  }
  const lengths = shape.map((dimension) =>
    isKnown(dimension)
      ? write.ints([dimension])
      : write.shared("Gather", [write.shapeOf(x), write.ints([shapeOfX.indexOf(dimension)])]),
  );
  return write.shared("Concat", lengths, { axis: 0 });
}

/** Writes one value whose inputs are written. */
export function writeValue<O extends Op>(y: ValueOf<O>, inputs: readonly string[], write: GraphWriter): string {
  return onnx[y.op as O](y, inputs, write);
}
