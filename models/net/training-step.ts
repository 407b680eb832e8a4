import { TwinstreamError } from "../../schemas/errors.ts";
import { type AdamState, adamRates } from "./adam.ts";
import { compileTraining, stepNames, type TrainingPlan, type TrainingSettings } from "./compile-training.ts";
import { dimensionLengths } from "./dimension-lengths.ts";
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
import { checkRows, scatterRows } from "./table-rows.ts";
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
  { inputs, rows = {} }: Batch,
  learningRate: number,
): Promise<number> {
  checkInputs(plan, inputs);
  const rates = adamRates(learningRate, state.step + 1, plan.settings.adam);
  const tables = tablesOf(plan, state, rows);
  const feeds: Tensors = {
    ...inputs,
    ...state.vectors,
    ...tables.feeds,
    ...masks(plan, state, { ...inputs, ...tables.feeds }),
    [stepNames.rates.rate]: floats([rates.rate], []),
    [stepNames.rates.epsilon]: floats([rates.epsilon], []),
  };
  const room = {
    loss: floats([0], []),
    [stepNames.keptSum]: floats([0], []),
    ...renamed(state.spare, stepNames.next),
    ...tables.room,
  };
  const given = await session.run(feeds, room);
  const loss = numbersOf(given.loss!)[0]!;
  if (!Number.isFinite(loss)) refuse(`the loss became ${loss}`, state);
  if (!Number.isFinite(numbersOf(given[stepNames.keptSum]!)[0]))
    refuse(`the gradients overflowed at a loss of ${loss}`, state);
  [state.vectors, state.spare] = [state.spare, state.vectors];
  writeTables(state, rows, given);
  state.step++;
  return loss;
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

const parts = ["values", "first", "second"] as const satisfies readonly (keyof AdamState)[];

/** What a step is fed of the tables, which are read where they lie, and the room for the rows that it changes. */
function tablesOf(
  { tables }: TrainingPlan,
  state: TrainingState,
  rows: NonNullable<Batch["rows"]>,
): { readonly feeds: Tensors; readonly room: Tensors } {
  const feeds: Record<string, Tensors[string]> = {};
  const room: Record<string, Tensors[string]> = {};
  for (const { name, rows: all, width } of tables) {
    const touched = rows[name];
    if (touched === undefined) throw new Error(`the batch doesn't say which rows of table "${name}" it touches`);
    checkRows(touched, all);
    const table = tableState(state, name);
    const spare = spareRows(table, touched.length * width);
    feeds[stepNames.rows(name)] = ints(touched);
    for (const part of parts) {
      const partName = stepNames.table(name)[part];
      feeds[partName] = floats(table[part], [all, width]);
      room[stepNames.next(partName)] = floats(spare[part].subarray(0, touched.length * width), [touched.length, width]);
    }
  }
  return { feeds, room };
}

const spares = new WeakMap<TableState, AdamState<Float32Array>>();

/** Room for a table's changed rows; it is used again, because a step that allocates so much wakes the garbage collector. */
function spareRows(table: TableState, size: number): AdamState<Float32Array> {
  const before = spares.get(table);
  if (before !== undefined && before.values.length >= size) return before;
  const made = { values: new Float32Array(size), first: new Float32Array(size), second: new Float32Array(size) };
  spares.set(table, made);
  return made;
}

function writeTables(state: TrainingState, rows: NonNullable<Batch["rows"]>, given: Tensors): void {
  for (const [name, touched] of Object.entries(rows)) {
    const table = tableState(state, name);
    for (const part of parts) {
      const next = given[stepNames.next(stepNames.table(name)[part])]!;
      scatterRows(table[part], table.width, touched, numbersOf(next));
    }
  }
}

function tableState({ tables }: TrainingState, name: string): TableState {
  const found = tables.get(name);
  if (found === undefined) throw new Error(`the net has no table "${name}"`);
  return found;
}

function masks({ masks, inputs, tables }: TrainingPlan, { seed, step }: TrainingState, fed: Tensors): Tensors {
  const ports = [...inputs, ...tables.map(({ name }) => ({ name: stepNames.rows(name), shape: [`${name} rows`] }))];
  const lengthOf = dimensionLengths(ports, fed);
  return Object.fromEntries(masks.map((mask) => [mask.name, drawMask(mask, mask.shape.map(lengthOf), seed, step)]));
}

function drawMask(
  { name, rate }: Operations["keepMask"]["attributes"],
  shape: readonly number[],
  seed: number,
  step: number,
): Tensors[string] {
  const random = randomFor(seed, name, step);
  const mask = new Uint8Array(shape.reduce((product, length) => product * length, 1));
  random.markFrom(rate, mask);
  return tensor("bool", mask, shape);
}
