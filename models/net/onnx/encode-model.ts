import type { Shape } from "../dimensions.ts";
import type { ElementType } from "../value.ts";
import { MessageWriter } from "./protobuf.ts";

/** A named value with what it holds: an input or output of a graph. */
export interface Port {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
}

/** A tensor that is written into the file; its numbers lie in `data` in little-endian order. */
export interface Initializer {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | BigInt64Array | Uint8Array;
}

/** What an operator is told: whole numbers, texts, lists of them, a fraction (`{ float }`, as 1 can be either), or a tensor of float64. */
export type OnnxAttribute =
  | number
  | string
  | readonly number[]
  | readonly string[]
  | { readonly float: number }
  | Float64Array;

/** One operator of a graph: names in, names out. */
export interface OnnxNode {
  readonly operator: string;
  /** The set that the operator is of; ONNX's own unless said. */
  readonly domain?: typeof classicDomain;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

/** A graph as ONNX has it. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  /** Whether an empty list is an output too, named `stopName`, before all others: the session has it to keep outputs from being copied. */
  readonly hasStop?: boolean;
}

/** The output that is an empty list. */
export const stopName = "stop";

/** The operator set that graphs are written in, of 2022: old enough for most servers. */
const opset = 18;

/** The operator set for models that are no nets, such as trees. */
export const classicDomain = "ai.onnx.ml";
const classicOpset = 3;

const irVersion = 8;
const elementTypes: { readonly [T in ElementType]: number } = { float32: 1, int32: 6, int64: 7, bool: 9 };

/** The number of float64, which no value of a net is of. */
export const doubleType = 11;

/** The bytes of a model file that holds the graph. Field numbers are those of onnx.proto3. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const model = new MessageWriter().int(1, irVersion).text(2, "twinstream").message(7, encodeGraph(graph));
  model.message(8, new MessageWriter().text(1, "").int(2, opset));
  if (graph.nodes.some(({ domain }) => domain === classicDomain))
    model.message(8, new MessageWriter().text(1, classicDomain).int(2, classicOpset));
  return model.finish();
}

function encodeGraph({ nodes, initializers, inputs, outputs, hasStop = false }: OnnxGraph): MessageWriter {
  const graph = new MessageWriter();
  const stop = { operator: "SequenceEmpty", inputs: [], outputs: [stopName], attributes: {} };
  for (const node of hasStop ? [...nodes, stop] : nodes) graph.message(1, encodeNode(node));
  graph.text(2, "net");
  for (const initializer of initializers) graph.message(5, encodeTensor(initializer));
  for (const port of inputs) graph.message(11, encodePort(port));
  if (hasStop) graph.message(12, encodeStop());
  for (const port of outputs) graph.message(12, encodePort(port));
  return graph;
}

function encodeNode({ operator, domain, inputs, outputs, attributes }: OnnxNode): MessageWriter {
  const node = new MessageWriter();
  for (const name of inputs) node.text(1, name);
  for (const name of outputs) node.text(2, name);
  node.text(4, operator);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  if (domain !== undefined) node.text(7, domain);
  return node;
}

function encodeAttribute(name: string, value: OnnxAttribute): MessageWriter {
  const attribute = new MessageWriter().text(1, name);
  if (typeof value === "number") return attribute.int(3, value).int(20, 2);
  if (typeof value === "string") return attribute.text(4, value).int(20, 3);
  if (value instanceof Float64Array) return attribute.message(5, encodeDoubles(value)).int(20, 4);
  if ("float" in value) return attribute.float(2, value.float).int(20, 1);
  for (const item of value) typeof item === "string" ? attribute.text(9, item) : attribute.int(8, item);
  return attribute.int(20, typeof value[0] === "string" ? 8 : 7);
}

function encodeDoubles(values: Float64Array): MessageWriter {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new MessageWriter().int(1, values.length).int(2, doubleType).bytes(9, bytes);
}

function encodeTensor({ name, type, shape, data }: Initializer): MessageWriter {
  const tensor = new MessageWriter();
  for (const length of shape) tensor.int(1, length);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return tensor.int(2, elementTypes[type]).text(8, name).bytes(9, bytes);
}

/** A sequence of float32 tensors. */
function encodeStop(): MessageWriter {
  const element = new MessageWriter().message(1, new MessageWriter().int(1, elementTypes.float32));
  const type = new MessageWriter().message(4, new MessageWriter().message(1, element));
  return new MessageWriter().text(1, stopName).message(2, type);
}

function encodePort({ name, type, shape }: Port): MessageWriter {
  const dimensions = new MessageWriter();
  for (const dimension of shape) {
    const encoded = new MessageWriter();
    dimensions.message(1, typeof dimension === "number" ? encoded.int(1, dimension) : encoded.text(2, dimension));
  }
  const tensorType = new MessageWriter().int(1, elementTypes[type]).message(2, dimensions);
  return new MessageWriter().text(1, name).message(2, new MessageWriter().message(1, tensorType));
}
