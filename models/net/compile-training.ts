import { groupBy } from "../../schemas/group-by.ts";
import { type AdamSettings, type AdamState, adam, adamDefaults, clipTogether } from "./adam.ts";
import { differentiate } from "./differentiate.ts";
import { product } from "./dimensions.ts";
import { type Net, NetBuilder } from "./net.ts";
import { encodeModel, type Port } from "./onnx/encode-model.ts";
import { GraphWriter, type KeptValue } from "./onnx/graph-writer.ts";
import { add, concat, gather, input, reshape, sum } from "./operations.ts";
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
  /** Parameters lie in one vector, by name, so that Adam is a dozen nodes whatever the net; a large one is a vector of its own, as putting it there would cost more. */
  readonly parameters: readonly Slot<"parameter">[];
  readonly statistics: readonly Slot<"statistic">[];
}

/** Names of what a step is fed and gives beside the batch. A step reads NAME and gives `next NAME`; of a table it reads all and gives the rows that the batch touches. */
export const stepNames = {
  vector: (name: string): AdamState<string> => ({ values: name, first: `${name} first`, second: `${name} second` }),
  statistics: "statistics",
  rates: { rate: "rate", epsilon: "epsilon" },
  table: (name: string): AdamState<string> => ({
    values: `table ${name}`,
    first: `table ${name} first`,
    second: `table ${name} second`,
  }),
  rows: (name: string) => `rows of ${name}`,
  next: (name: string) => `next ${name}`,
  /** Given by each step: finite when all that it would keep is. */
  keptSum: "kept sum",
} as const;

/** A net's training step (forward, loss, backward, clip, Adam) as one ONNX graph, for that many threads within an operation. */
export function compileTraining(
  net: Net,
  settings: TrainingSettings = trainingDefaults,
  { threads }: Pick<SessionOptions, "threads"> = { threads: 1 },
): TrainingPlan {
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
  const learned = [...vectorsOf(parameters, layout.parameters), ...tables.map(rowsOf)];
  const kept = { ...learning(loss, learned, settings), ...keeping(build, statistics) };
  const outputs = { loss, ...kept, [stepNames.keptSum]: sumOf(kept, learned) };
  const graph = new GraphWriter((value, write) => readKept(value, write, layout), { threads }).outputs(outputs).graph();
  return {
    onnx: encodeModel({ ...graph, hasStop: true }),
    settings,
    inputs: ofKind(leaves, "input").map(({ attributes }) => attributes),
    masks: ofKind(leaves, "keepMask").map(({ attributes }) => attributes),
    tables: tables.map(({ attributes }) => attributes),
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

/** Something that Adam changes as a whole. */
interface Learned {
  /** What it is made of. */
  readonly values: readonly Value[];
  readonly names: AdamState<string>;
  readonly state: AdamState;
}

/** The flat vectors of parameters. */
function vectorsOf(
  parameters: readonly ValueOf<"parameter">[],
  layout: readonly Slot<"parameter">[],
): readonly Learned[] {
  return [...groupBy(layout.keys(), (index) => layout[index]!.vector)].map(([vector, indexes]) => {
    const names = stepNames.vector(vector);
    const shape = [indexes.reduce((all, index) => all + layout[index]!.size, 0)];
    const state = {
      values: input(names.values, shape),
      first: input(names.first, shape),
      second: input(names.second, shape),
    };
    return { values: indexes.map((index) => parameters[index]! as Value), names, state };
  });
}

/** The rows of a table that a batch touches, and their moments. */
function rowsOf(table: ValueOf<"table">): Learned {
  const { name, rows, width } = table.attributes;
  const names = stepNames.table(name);
  const touched = input(stepNames.rows(name), [table.shape[0]!], "int32");
  const moment = (part: string) => gather(input(part, [rows, width]), touched);
  const state = { values: table as Value, first: moment(names.first), second: moment(names.second) };
  return { values: [table as Value], names, state };
}

/** Everything that Adam changes, by the names of what comes out. */
function learning(
  loss: Value,
  learned: readonly Learned[],
  settings: TrainingSettings,
): Readonly<Record<string, Value>> {
  const values = learned.flatMap((one) => one.values);
  if (!values.some(({ op }) => op === "parameter"))
    throw new Error("the loss depends on no parameter: there is nothing to learn");
  const gradientOf = new Map(differentiate(loss, values).map((gradient, index) => [values[index]!, gradient]));
  const gradients = learned.map((one) => {
    const own = one.values.map((value) => gradientOf.get(value)!);
    return one.state.values.op === "table" ? own[0]! : flatten(own);
  });
  const clipped = settings.clipNorm === undefined ? gradients : clipTogether(gradients, settings.clipNorm);
  const rates = { rate: input(stepNames.rates.rate, []), epsilon: input(stepNames.rates.epsilon, []) };
  return Object.assign(
    {},
    ...learned.map(({ names, state }, index) => named(names, adam(state, clipped[index]!, rates, settings.adam))),
  );
}

function named(names: AdamState<string>, { values, first, second }: AdamState): Readonly<Record<string, Value>> {
  return {
    [stepNames.next(names.values)]: values,
    [stepNames.next(names.first)]: first,
    [stepNames.next(names.second)]: second,
  };
}

/** What the statistics become, as one vector. */
function keeping(build: NetBuilder, statistics: readonly Value[]): Readonly<Record<string, Value>> {
  if (statistics.length === 0) return {};
  return { [stepNames.next(stepNames.statistics)]: flatten(statistics.map((kept) => build.updates.get(kept)!)) };
}

/** The sum of the statistics and of Adam's second moments, where a gradient that is no number or too large for its square shows. */
function sumOf(kept: Readonly<Record<string, Value>>, learned: readonly Learned[]): Value {
  const names = [...learned.map(({ names }) => names.second), stepNames.statistics].map(stepNames.next);
  return names
    .flatMap((name) => kept[name] ?? [])
    .map((value) => sum(value))
    .reduce(add);
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
