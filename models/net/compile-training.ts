import { groupBy } from "../../schemas/group-by.ts";
import { type AdamSettings, type AdamState, adamDefaults } from "./adam.ts";
import { differentiate } from "./differentiate.ts";
import { product, type Shape } from "./dimensions.ts";
import { type Net, NetBuilder } from "./net.ts";
import { encodeModel, type Port } from "./onnx/encode-model.ts";
import { GraphWriter, type KeptValue } from "./onnx/graph-writer.ts";
import { add, concat, reshape } from "./operations.ts";
import type { SessionOptions } from "./session.ts";
import { inOrder } from "./traverse.ts";
import type { Op, Operations, Value, ValueOf } from "./value.ts";

/** How a net is trained. */
export interface TrainingSettings {
  readonly adam: AdamSettings;
  /** The length that all gradients together may have; `undefined` leaves them as they are. */
  readonly clipNorm?: number;
}

/** Adam as usual, gradients as they are. */
const trainingDefaults: TrainingSettings = { adam: adamDefaults };

/** Where something lies in a flat vector. */
export interface Slot<O extends "parameter" | "statistic"> {
  /** Name of the vector. */
  readonly vector: string;
  readonly offset: number;
  readonly size: number;
  readonly attributes: Operations[O]["attributes"];
}

/** One training step as a graph, and what must be fed to it. */
export interface TrainingPlan {
  readonly onnx: Uint8Array;
  readonly settings: TrainingSettings;
  /** What a batch brings. */
  readonly inputs: readonly Port[];
  readonly masks: readonly Operations["keepMask"]["attributes"][];
  readonly tables: readonly Operations["table"]["attributes"][];
  /** What a step gives of the gradient by each table, by the table's name: parts that add up to it. */
  readonly tableGradients: Readonly<Record<string, readonly GradientPart[]>>;
  /** Parameters lie in one vector, by name, so that few arrays are fed whatever the net; a large one is a vector of its own, as putting it there would cost more. */
  readonly parameters: readonly Slot<"parameter">[];
  readonly statistics: readonly Slot<"statistic">[];
}

/** A part of the gradient by the rows of a table that a batch touches. */
export interface GradientPart {
  /** The output that has it. */
  readonly output: string;
  readonly shape: Shape;
  /** The input that says which of those rows each row of the output is added to, which may be several for each; without one it is all of them, in order. Of each table one part at most is without. */
  readonly places?: string;
  /** The input that says how much each of these places gets of its row; all of it without one. */
  readonly weights?: string;
}

/** Names of what a step is fed and gives beside the batch, and of what a state keeps. Of statistics a step gives `next NAME`. */
export const stepNames = {
  vector: (name: string): AdamState<string> => ({ values: name, first: `${name} first`, second: `${name} second` }),
  statistics: "statistics",
  table: (name: string): AdamState<string> => ({
    values: `table ${name}`,
    first: `table ${name} first`,
    second: `table ${name} second`,
  }),
  rows: (name: string) => `rows of ${name}`,
  gradient: (name: string) => `gradient of ${name}`,
  next: (name: string) => `next ${name}`,
} as const;

/** A net's training step (forward, loss, backward) as one ONNX graph, for that many threads within an operation. */
export function compileTraining(
  net: Net,
  settings: TrainingSettings = trainingDefaults,
  { threads }: Pick<SessionOptions, "threads"> = { threads: 1 },
): TrainingPlan {
  const { clipNorm } = settings;
  if (clipNorm !== undefined && !(clipNorm > 0))
    throw new Error(`gradients can't be clipped to a length of ${clipNorm}; give one above 0`);
  const build = new NetBuilder("training");
  const loss = net.loss(net.outputs(build), build);
  const leaves = inOrder([loss, ...build.updates.values()]);
  const parameters = byName(ofKind(leaves, "parameter"));
  const statistics = byName([...build.updates.keys()] as ValueOf<"statistic">[]);
  const tables = byName(ofKind(leaves, "table"));

  const layout = {
    parameters: slots(parameters, ({ attributes }, size) =>
      size < ownVectorSize ? "parameters" : `parameter ${attributes.name}`,
    ),
    statistics: slots(statistics, () => stepNames.statistics),
  };
  const learned: readonly Value[] = [...parameters, ...tables];
  const gradientOf = new Map(
    differentiate(loss, checkLearned(learned)).map((gradient, index) => [learned[index]!, gradient]),
  );
  const parts = tables.flatMap((table) => partsOf(table, gradientOf.get(table)!));
  const outputs = {
    loss,
    ...vectorGradients(parameters, layout.parameters, gradientOf),
    ...Object.fromEntries(parts.map(({ output, value }) => [output, value])),
    ...keeping(build, statistics),
  };
  const graph = new GraphWriter((value, write) => readKept(value, write, layout), { threads }).outputs(outputs).graph();
  return {
    onnx: encodeModel({ ...graph, hasStop: true }),
    settings,
    inputs: ofKind(leaves, "input").map(({ attributes }) => attributes),
    masks: ofKind(leaves, "keepMask").map(({ attributes }) => attributes),
    tables: tables.map(({ attributes }) => attributes),
    tableGradients: Object.fromEntries(groupBy(parts, ({ table }) => table)),
    ...layout,
  };
}

function ofKind<O extends Op>(values: readonly Value[], op: O): readonly ValueOf<O>[] {
  return values.filter((value): value is Value & ValueOf<O> => value.op === op);
}

function byName<V extends KeptValue>(values: readonly V[]): readonly V[] {
  return values.toSorted((a, b) => (a.attributes.name < b.attributes.name ? -1 : 1));
}

/** A parameter of so many numbers is a vector of its own. */
const ownVectorSize = 2 ** 18;

function slots<O extends "parameter" | "statistic">(
  values: readonly ValueOf<O>[],
  vectorOf: (value: ValueOf<O>, size: number) => string,
): readonly Slot<O>[] {
  const filled = new Map<string, number>();
  return values.map((value) => {
    const size = Number(product(value.shape));
    const vector = vectorOf(value, size);
    const offset = filled.get(vector) ?? 0;
    filled.set(vector, offset + size);
    return { vector, offset, size, attributes: value.attributes };
  });
}

function checkLearned(learned: readonly Value[]): readonly Value[] {
  if (learned.some(({ op }) => op === "parameter")) return learned;
  throw new Error("the loss depends on no parameter: there is nothing to learn");
}

/** The gradients by the flat vectors of parameters, by the names of what comes out. */
function vectorGradients(
  parameters: readonly ValueOf<"parameter">[],
  layout: readonly Slot<"parameter">[],
  gradientOf: ReadonlyMap<Value, Value>,
): Readonly<Record<string, Value>> {
  const vectors = groupBy(layout.keys(), (index) => layout[index]!.vector);
  return Object.fromEntries(
    [...vectors].map(([vector, indexes]) => {
      const own = indexes.map((index) => gradientOf.get(parameters[index]!)!);
      return [stepNames.gradient(vector), flatten(own)];
    }),
  );
}

/**
 * What the gradient by a table is added up from. Rows that were picked are given as they are, to be added outside: the runtime does it one number after
 * the other, or loses updates where several threads meet at one row.
 */
function partsOf(
  { attributes: { name } }: ValueOf<"table">,
  gradient: Value,
): readonly (GradientPart & { readonly table: string; readonly value: Value })[] {
  const all = addends(gradient);
  const picked = all.filter(isPicked);
  const others = all.filter((addend) => !isPicked(addend));
  const parts = [...picked.map(placedRows), ...(others.length === 0 ? [] : [{ value: others.reduce(add) }])];
  return parts.map((part, index) => {
    const output = `${stepNames.gradient(name)} ${index}`;
    return { table: name, output, shape: part.value.shape, ...part };
  });
}

function addends(value: Value): readonly Value[] {
  return value.op === "add" ? value.inputs.flatMap(addends) : [value];
}

/** Rows added to those that an input names. */
type Picked = ValueOf<"scatter"> & { readonly inputs: readonly [Value, ValueOf<"input">, Value] };

function isPicked(addend: Value): addend is Picked {
  return addend.op === "scatter" && addend.inputs[1].op === "input";
}

/** The rows and where they go. Where each is a weighted copy of one row for several places, that one row is given. */
function placedRows({ inputs: [, rows, value] }: Picked) {
  const places = rows.attributes.name;
  if (value.op !== "matmul") return { value, places };
  const [weights, row] = value.inputs;
  const { transposeA, transposeB } = value.attributes;
  const isWeighted = weights.op === "input" && weights.shape.at(-1) === 1 && !transposeA && !transposeB;
  return isWeighted ? { value: row, places, weights: weights.attributes.name } : { value, places };
}

/** What the statistics become, as one vector. */
function keeping(build: NetBuilder, statistics: readonly Value[]): Readonly<Record<string, Value>> {
  if (statistics.length === 0) return {};
  return { [stepNames.next(stepNames.statistics)]: flatten(statistics.map((kept) => build.updates.get(kept)!)) };
}

function flatten(values: readonly Value[]): Value {
  return concat(
    values.map((value) => reshape(value, [product(value.shape)])),
    0,
  );
}

/** Writes what a kept value is read from: its slot of the flat vector, or the rows that the batch touches. */
function readKept(
  value: KeptValue,
  write: GraphWriter,
  layout: Pick<TrainingPlan, "parameters" | "statistics">,
): string {
  if (value.op === "table") {
    const { name, rows, width } = value.attributes;
    const whole = write.input({ name: stepNames.table(name).values, type: "float32", shape: [rows, width] });
    const touched = write.input({ name: stepNames.rows(name), type: "int32", shape: [value.shape[0]!] });
    return write.node("Gather", [whole, touched], { axis: 0 });
  }
  const { name } = value.attributes;
  const all: readonly Slot<"parameter" | "statistic">[] =
    value.op === "parameter" ? layout.parameters : layout.statistics;
  const { vector } = all.find(({ attributes }) => attributes.name === name)!;
  const slots = all.filter((slot) => slot.vector === vector);
  const sizes = slots.map(({ size }) => size);
  const shape = [sizes.reduce((sum, size) => sum + size, 0)];
  const whole = write.input({ name: vector, type: "float32", shape });
  const split = () =>
    sizes.length === 1 ? [whole] : write.nodes("Split", [whole, write.ints(sizes)], sizes.length, { axis: 0 });
  const index = slots.findIndex(({ attributes }) => attributes.name === name);
  const piece = write.once(`Split ${vector}`, split)[index]!;
  return write.node("Reshape", [piece, write.ints(value.shape.map(Number))]);
}
