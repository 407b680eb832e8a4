import { sameShape } from "../dimensions.ts";
import { inOrder } from "../traverse.ts";
import type { Value, ValueOf } from "../value.ts";
import type { Initializer, OnnxAttribute, OnnxGraph, OnnxNode, Port } from "./encode-model.ts";
import { writeValue } from "./write-value.ts";

type Attributes = OnnxNode["attributes"];

/** A value that is kept outside the graph; training feeds it, serving writes it into the file. */
export type KeptValue = ValueOf<"parameter" | "table" | "statistic">;

/** Gathers the nodes of an ONNX graph, and gives every value its name. */
export class GraphWriter {
  readonly #nodes: OnnxNode[] = [];
  readonly #initializers: Initializer[] = [];
  readonly #inputs = new Map<string, Port>();
  readonly #outputs: Port[] = [];
  readonly #shared = new Map<string, unknown>();
  readonly #names = new Map<Value, string>();
  readonly #kept: (value: KeptValue, write: GraphWriter) => string;
  readonly #renamed = new Map<string, string>();
  readonly #claimed = new Set<string>();
  #count = 0;

  /** How many threads the graph's operators will use. */
  readonly threads: number;

  /** `kept` writes what a kept value is read from, and gives its name. */
  constructor(kept: (value: KeptValue, write: GraphWriter) => string, { threads } = { threads: 1 }) {
    this.#kept = kept;
    this.threads = threads;
  }

  /** Writes values and all that they are made of, each once, as outputs by their names. */
  outputs(values: Readonly<Record<string, Value>>): this {
    for (const value of inOrder(Object.values(values))) {
      const inputs = value.inputs.map((x) => this.#names.get(x)!);
      if (!this.#names.has(value)) this.#names.set(value, writeValue(value, inputs, this));
    }
    for (const [name, value] of Object.entries(values)) this.#output(name, value);
    return this;
  }

  /** What was written. */
  graph(): OnnxGraph {
    const final = (name: string) => this.#renamed.get(name) ?? name;
    return {
      nodes: this.#nodes.map((node) => ({
        ...node,
        inputs: node.inputs.map(final),
        outputs: node.outputs.map(final),
      })),
      initializers: this.#initializers,
      inputs: [...this.#inputs.values()],
      outputs: this.#outputs,
    };
  }

  /** Adds an operator with one output; gives the output's name. */
  node(operator: string, inputs: readonly string[], attributes: Attributes = {}): string {
    return this.nodes(operator, inputs, 1, attributes)[0]!;
  }

  /** Adds an operator with several outputs; gives their names. */
  nodes(operator: string, inputs: readonly string[], count: number, attributes: Attributes = {}): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.#newName());
    this.#nodes.push({ operator, inputs, outputs, attributes });
    return outputs;
  }

  /** The same as `node`, but what was once written with the same inputs is used again. */
  shared(
    operator: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    return this.once(JSON.stringify([operator, inputs, attributes]), () => this.node(operator, inputs, attributes));
  }

  /** What `make` gave for this key, made once. */
  once<T>(key: string, make: () => T): T {
    if (!this.#shared.has(key)) this.#shared.set(key, make());
    return this.#shared.get(key) as T;
  }

  /** An input of the graph. Asked for again it must be the same. */
  input(port: Port): string {
    const before = this.#inputs.get(port.name) ?? port;
    if (before.type !== port.type || !sameShape(before.shape, port.shape)) {
      throw new Error(`two inputs "${port.name}": [${before.shape}] ${before.type} and [${port.shape}] ${port.type}`);
    }
    if (!this.#inputs.has(port.name)) this.#claim(port.name);
    this.#inputs.set(port.name, port);
    return port.name;
  }

  /** The name of a parameter, table or statistic. */
  kept(value: KeptValue): string {
    return this.once(`${value.op} ${value.attributes.name}`, () => this.#kept(value, this));
  }

  /** A tensor of the file. */
  initializer(initializer: Initializer): string {
    this.#claim(initializer.name);
    this.#initializers.push(initializer);
    return initializer.name;
  }

  /** A constant of float32. */
  floats(values: readonly number[], shape: readonly number[]): string {
    return this.once(`floats ${values} [${shape}]`, () =>
      this.initializer({ name: this.#newName(), type: "float32", shape, data: Float32Array.from(values) }),
    );
  }

  /** A constant list of int64, such as axes. */
  ints(values: readonly number[]): string {
    return this.once(`ints ${values}`, () =>
      this.initializer({
        name: this.#newName(),
        type: "int64",
        shape: [values.length],
        data: BigInt64Array.from(values, BigInt),
      }),
    );
  }

  /** The lengths of a value's axes when it runs. */
  shapeOf(name: string): string {
    return this.shared("Shape", [name]);
  }

  #output(name: string, value: Value): void {
    this.#claim(name);
    const written = this.#names.get(value)!;
    const isComputed = this.#nodes.some(({ outputs }) => outputs.includes(written));
    if (isComputed && !this.#renamed.has(written)) this.#renamed.set(written, name);
    else this.#nodes.push({ operator: "Identity", inputs: [written], outputs: [name], attributes: {} });
    this.#outputs.push({ name, type: value.type, shape: value.shape });
  }

  #claim(name: string): void {
    if (this.#claimed.has(name)) {
      throw new Error(`the graph has "${name}" twice; inputs, outputs and parameters need names of their own`);
    }
    this.#claimed.add(name);
  }

  #newName(): string {
    return `:${this.#count++}`;
  }
}
