import { TwinstreamError } from "../../schemas/errors.ts";
import { type AdamSettings, type AdamStep, adamRates } from "./adam.ts";
import type { Learned } from "./adam-memory.ts";
import { compileTraining, stepNames, type TrainingPlan, type TrainingSettings } from "./compile-training.ts";
import { dimensionLengths } from "./dimension-lengths.ts";
import type { Dimension } from "./dimensions.ts";
import type { Net } from "./net.ts";
import {
  floats,
  ints,
  numbersOf,
  openSession,
  type Session,
  type SessionOptions,
  type Tensors,
  tensor,
} from "./session.ts";
import { checkRows } from "./table-rows.ts";
import { randomFor, type TableState, type TrainingState } from "./training-state.ts";
import type { Operations } from "./value.ts";

/** What one step learns from. */
export interface Batch {
  /** The net's own inputs by name. */
  readonly inputs: Tensors;
  /** For each table the rows that the batch touches, each once; the inputs that pick rows count within these. */
  readonly rows?: Readonly<Record<string, Int32Array>>;
}

/** A training step, ready to be run as often as needed on one state. */
export interface TrainingStep {
  readonly plan: TrainingPlan;
  /** Learns from a batch, changing the state; gives the loss before the change. Throws TRAINING_IMPOSSIBLE when the loss or a gradient is no number or overflows; the state is then as before. */
  run(state: TrainingState, batch: Batch, learningRate: number): Promise<number>;
  close(): Promise<void>;
}

/** Compiles a net's training step and opens it. */
export async function openTrainingStep(
  net: Net,
  settings?: TrainingSettings,
  options?: SessionOptions,
): Promise<TrainingStep> {
  const plan = compileTraining(net, settings, options);
  const session = await openSession(plan.onnx, options);
  return {
    plan,
    run: (state, batch, learningRate) => runStep({ plan, session }, state, batch, learningRate),
    close: session.close,
  };
}

async function runStep(
  { plan, session }: { readonly plan: TrainingPlan; readonly session: Session },
  state: TrainingState,
  batch: Batch,
  learningRate: number,
): Promise<number> {
  checkInputs(plan, batch.inputs);
  const { feeds, lengthOf } = feedsOf(plan, state, batch);
  const room = {
    loss: floats([0], []),
    ...gradientRoom(plan, state, lengthOf),
    ...renamed(state.spare, stepNames.next),
  };
  const given = await session.run(feeds, room);
  const loss = numbersOf(given.loss!)[0]!;
  if (!Number.isFinite(loss)) refuse(`the loss became ${loss}`, state);
  addParts(plan, state, batch, given);
  const learning = learningOf(state, batch);
  const length = state.memory.lengthTogether(learning);
  const { clipNorm = Infinity, adam } = plan.settings;
  const share = Math.min(1, clipNorm / length);
  if (!isKept(given, length * share, adam)) refuse(`the gradients overflowed at a loss of ${loss}`, state);
  const adamStep = { ...adam, ...adamRates(learningRate, state.step + 1, adam), share };
  for (const { learn } of learning) learn(adamStep);
  keepStatistics(state);
  state.step++;
  return loss;
}

/** Puts what the step made of the statistics in their place. */
function keepStatistics(state: TrainingState): void {
  const before = Object.keys(state.spare).map((name) => [name, state.vectors[name]!]);
  state.vectors = { ...state.vectors, ...state.spare };
  state.spare = Object.fromEntries(before);
}

function checkInputs({ inputs }: TrainingPlan, fed: Tensors): void {
  for (const { name, type } of inputs) {
    if (fed[name] === undefined) throw new Error(`the batch lacks "${name}" (${type})`);
    if (fed[name].type !== type) throw new Error(`"${name}" of the batch is ${fed[name].type}, the net takes ${type}`);
  }
}

function refuse(what: string, { step }: TrainingState): never {
  throw new TwinstreamError(
    "TRAINING_IMPOSSIBLE",
    `${what} at step ${step + 1}; lower the learning rate, clip the gradients or look for values that are no numbers or far too large`,
  );
}

function renamed(tensors: Tensors, rename: (name: string) => string): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, value]) => [rename(name), value]));
}

/** All that the graph is fed, and how long its named dimensions are. */
function feedsOf(plan: TrainingPlan, state: TrainingState, { inputs, rows = {} }: Batch) {
  const tables = tableFeeds(plan, state, rows);
  const ports = [
    ...plan.inputs,
    ...plan.tables.map(({ name }) => ({ name: stepNames.rows(name), shape: [`${name} rows`] })),
  ];
  const lengthOf = dimensionLengths(ports, { ...inputs, ...tables });
  const vectors = [...state.parameters.keys(), ...Object.keys(state.spare)].map((name) => [name, state.vectors[name]!]);
  const feeds: Tensors = { ...inputs, ...Object.fromEntries(vectors), ...tables, ...masks(plan, state, lengthOf) };
  return { feeds, lengthOf };
}

/** What a step is fed of the tables, which are read where they lie. */
function tableFeeds({ tables }: TrainingPlan, state: TrainingState, rows: NonNullable<Batch["rows"]>): Tensors {
  const feeds: Record<string, Tensors[string]> = {};
  for (const { name, rows: all, width } of tables) {
    const touched = rows[name];
    if (touched === undefined) throw new Error(`the batch doesn't say which rows of table "${name}" it touches`);
    checkRows(touched, all);
    feeds[stepNames.rows(name)] = ints(touched);
    feeds[stepNames.table(name).values] = floats(tableState(state, name).values, [all, width]);
  }
  return feeds;
}

/** Room for the gradients that the graph gives: where they are stepped from, but for rows that are yet to be added up. */
function gradientRoom(plan: TrainingPlan, state: TrainingState, lengthOf: (dimension: Dimension) => number): Tensors {
  const room: Record<string, Tensors[string]> = {};
  for (const [name, { gradient }] of state.parameters)
    room[stepNames.gradient(name)] = floats(gradient, [gradient.length]);
  for (const [table, parts] of Object.entries(plan.tableGradients))
    for (const { output, shape, places } of parts) {
      const dims = shape.map(lengthOf);
      const count = dims.reduce((size, length) => size * length, 1);
      const isWhole = places === undefined;
      const own = isWhole ? tableState(state, table).gradient.subarray(0, count) : roomForFloats(state, output, count);
      room[output] = floats(own, dims);
    }
  return room;
}

const rooms = new WeakMap<TrainingState, Map<string, ArrayBuffer>>();

/** So many bytes to write to, by name; they are used again, because a step that allocates so much wakes the garbage collector. */
function roomFor(state: TrainingState, name: string, bytes: number): ArrayBuffer {
  const own = rooms.get(state) ?? new Map<string, ArrayBuffer>();
  rooms.set(state, own);
  const before = own.get(name);
  const room = before !== undefined && before.byteLength >= bytes ? before : new ArrayBuffer(bytes);
  own.set(name, room);
  return room;
}

function roomForFloats(state: TrainingState, name: string, count: number): Float32Array {
  return new Float32Array(roomFor(state, name, 4 * count), 0, count);
}

/** Adds up the gradients by tables. */
function addParts(plan: TrainingPlan, state: TrainingState, { inputs, rows = {} }: Batch, given: Tensors): void {
  for (const [name, parts] of Object.entries(plan.tableGradients)) {
    const table = tableState(state, name);
    const { gradient, width } = table;
    if (parts.every(({ places }) => places !== undefined)) gradient.fill(0, 0, rows[name]!.length * width);
    for (const { output, places, weights } of parts) {
      if (places === undefined) continue;
      state.memory.addRows(table, width, {
        rows: numbersOf(given[output]!),
        places: inputs[places]!.data as Int32Array,
        ...(weights !== undefined && { weights: numbersOf(inputs[weights]!) }),
      });
    }
  }
}

/** What Adam changes, with how many numbers of its gradient count, and how it learns by them. */
interface Learning {
  readonly own: Learned;
  readonly count: number;
  learn(step: AdamStep): void;
}

function learningOf({ memory, parameters, tables }: TrainingState, { rows = {} }: Batch): readonly Learning[] {
  const ofVectors = [...parameters.values()].map((own): Learning => {
    return { own, count: own.values.length, learn: (step) => memory.step(own, step) };
  });
  const ofTables = [...tables].map(([name, own]): Learning => {
    const touched = rows[name]!;
    return {
      own,
      count: touched.length * own.width,
      learn: (step) => memory.stepRows(own, touched, own.width, step),
    };
  });
  return [...ofVectors, ...ofTables];
}

/** Whether all that would be kept is a number: the running statistics, and squares of gradients so long however often they come. */
function isKept(given: Tensors, length: number, { beta2 }: AdamSettings): boolean {
  const statistics = given[stepNames.next(stepNames.statistics)];
  const longest = Math.fround(length ** 2 / (1 - beta2));
  return Number.isFinite(longest) && (statistics === undefined || numbersOf(statistics).every(Number.isFinite));
}

function tableState({ tables }: TrainingState, name: string): TableState {
  const found = tables.get(name);
  if (found === undefined) throw new Error(`the net has no table "${name}"`);
  return found;
}

function masks({ masks }: TrainingPlan, state: TrainingState, lengthOf: (dimension: Dimension) => number): Tensors {
  return Object.fromEntries(masks.map((mask) => [mask.name, drawMask(mask, mask.shape.map(lengthOf), state)]));
}

function drawMask(
  { name, rate }: Operations["keepMask"]["attributes"],
  shape: readonly number[],
  state: TrainingState,
): Tensors[string] {
  const size = shape.reduce((product, length) => product * length, 1);
  const mask = new Uint8Array(roomFor(state, name, size), 0, size);
  randomFor(state.seed, name, state.step).markFrom(rate, mask);
  return tensor("bool", mask, shape);
}
