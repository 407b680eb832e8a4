import { type AdamSettings, type AdamState, adam, adamDefaults, clipTogether } from "./adam.ts";
import { differentiate } from "./differentiate.ts";
import { product, type Shape } from "./dimensions.ts";
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
  /** All parameters lie in one vector, by name, so that Adam is a dozen nodes whatever the net. */
  readonly parameters: readonly Slot<"parameter">[];
  readonly statistics: readonly Slot<"statistic">[];
}

/** Names of what a step is fed and gives beside the batch. A step reads NAME and gives `next NAME`; of a table it reads all and gives the rows that the batch touches. */
export const stepNames = {
  parameters: { values: "parameters", first: "parameters first", second: "parameters second" },
  statistics: "statistics",
  rates: { rate: "rate", correction: "correction" },
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

  const kept = { ...learning(loss, parameters, tables, settings), ...keeping(build, statistics) };
  const outputs = { loss, ...kept, [stepNames.keptSum]: sumOf(kept, tables) };
  const layout = { parameters: slots(parameters), statistics: slots(statistics) };
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

function slots<O extends "parameter" | "statistic">(values: readonly ValueOf<O>[]): readonly Slot<O>[] {
  let offset = 0;
  return values.map(({ shape, attributes }) => {
    const slot = { offset, size: Number(product(shape)), attributes };
    offset += slot.size;
    return slot;
  });
}

/** Everything that Adam changes, by the names of what comes out. */
function learning(
  loss: Value,
  parameters: readonly ValueOf<"parameter">[],
  tables: readonly ValueOf<"table">[],
  settings: TrainingSettings,
): Readonly<Record<string, Value>> {
  if (parameters.length === 0) throw new Error("the loss depends on no parameter: there is nothing to learn");
  const gradients = differentiate(loss, [...parameters, ...tables]);
  const flat = flatten(gradients.slice(0, parameters.length));
  const all = [flat, ...gradients.slice(parameters.length)];
  const clipped = settings.clipNorm === undefined ? all : clipTogether(all, settings.clipNorm);
  const rates = { rate: input(stepNames.rates.rate, []), correction: input(stepNames.rates.correction, []) };
  const learn = (names: AdamState<string>, index: number, state: AdamState) =>
    named(names, adam(state, clipped[index]!, rates, settings.adam));
  return Object.assign(
    learn(stepNames.parameters, 0, flatState(flat.shape)),
    ...tables.map((table, index) => learn(stepNames.table(table.attributes.name), index + 1, rowsState(table))),
  );
}

function flatState(shape: Shape): AdamState {
  const { values, first, second } = stepNames.parameters;
  return { values: input(values, shape), first: input(first, shape), second: input(second, shape) };
}

/** The rows that a batch touches, and their moments. */
function rowsState(table: ValueOf<"table">): AdamState {
  const { name, rows, width } = table.attributes;
  const { first, second } = stepNames.table(name);
  const touched = input(stepNames.rows(name), [table.shape[0]!], "int32");
  const moment = (part: string) => gather(input(part, [rows, width]), touched);
  return { values: table as Value, first: moment(first), second: moment(second) };
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
function sumOf(kept: Readonly<Record<string, Value>>, tables: readonly ValueOf<"table">[]): Value {
  const moments = [stepNames.parameters, ...tables.map(({ attributes }) => stepNames.table(attributes.name))];
  const names = [...moments.map(({ second }) => second), stepNames.statistics].map(stepNames.next);
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
  const [vector, kept] =
    value.op === "parameter"
      ? [stepNames.parameters.values, layout.parameters]
      : [stepNames.statistics, layout.statistics];
  const sizes = kept.map(({ size }) => size);
  const shape = [sizes.reduce((all, size) => all + size, 0)];
  const whole = write.input({ name: vector, type: "float32", shape });
  const split = () =>
    sizes.length === 1 ? [whole] : write.nodes("Split", [whole, write.ints(sizes)], sizes.length, { axis: 0 });
  const index = kept.findIndex(({ attributes }) => attributes.name === value.attributes.name);
  const piece = write.once(`Split ${vector}`, split)[index]!;
  return write.node("Reshape", [piece, write.ints(value.shape.map(Number))]);
}
