import { groupBy } from "../../schemas/group-by.ts";
import { hashText, mixBits } from "../hash.ts";
import { type Random, seededRandom } from "../random.ts";
import { AdamMemory, type Learned } from "./adam-memory.ts";
import { type Slot, stepNames, type TrainingPlan } from "./compile-training.ts";
import { product } from "./dimensions.ts";
import { floats, numbersOf, type Tensors } from "./session.ts";
import type { Initialiser } from "./value.ts";

/** All that a net keeps, by name: parameters, whole tables, statistics. */
export type Weights = ReadonlyMap<string, Float32Array>;

/** A whole embedding table with its moments, row by row. */
export interface TableState extends Learned {
  readonly width: number;
}

/** All that a training changes. A step that fails has changed nothing. */
export interface TrainingState {
  readonly seed: number;
  /** Steps done. */
  step: number;
  /** The flat vectors: parameters, their moments, statistics. */
  vectors: Tensors;
  /** Room for what the next step makes of the statistics. */
  spare: Tensors;
  readonly tables: ReadonlyMap<string, TableState>;
  /** The flat vectors of parameters with their moments, which `vectors` has as well. */
  readonly parameters: ReadonlyMap<string, Learned>;
  /** Where both lie. */
  readonly memory: AdamMemory;
}

/** Random numbers of their own for each name and step, so that equal seeds mean equal numbers whatever else is drawn. */
export function randomFor(seed: number, name: string, step = 0): Random {
  return seededRandom(mixBits(mixBits(seed ^ hashText(name)) + step));
}

/** A net at its start: parameters, tables and statistics as `start` has them, else filled by their initialisers; moments zero. Throws when `start` has another shape. */
export function newState(plan: TrainingPlan, seed: number, start: Weights = new Map()): TrainingState {
  const valuesOf = (name: string, shape: readonly number[], initialise: Initialiser) =>
    startOf(start, name, shape) ?? initialise(shape, randomFor(seed, name));
  const parameters = filled(plan.parameters, ({ shape, initialise, name }) => valuesOf(name, shape, initialise));
  const statistics = filled(plan.statistics, ({ name, size, start: usual }) => {
    return startOf(start, name, [size]) ?? new Float32Array(size).fill(usual);
  });
  const tables = plan.tables.map(({ name, rows, width, initialise }) => valuesOf(name, [rows, width], initialise));
  const begun = [...parameters.values(), ...tables];
  const widest = plan.tables.reduce((most, { width }) => Math.max(most, width), 1);
  const memory = new AdamMemory(
    begun.map(({ length }) => length),
    widest,
  );
  for (const [index, values] of begun.entries()) memory.learned[index]!.values.set(values);
  const ofVectors = new Map([...parameters.keys()].map((name, index) => [name, memory.learned[index]!]));
  const listed = [...ofVectors].flatMap(([name, own]) => {
    const names = stepNames.vector(name);
    return (["values", "first", "second"] as const).map((part) => [names[part], own[part]] as const);
  });
  return {
    seed,
    step: 0,
    vectors: asTensors([...listed, ...statistics]),
    spare: asTensors([...statistics].map(([name, { length }]) => [name, new Float32Array(length)])),
    tables: new Map(
      plan.tables.map(({ name, width }, index) => [name, { ...memory.learned[parameters.size + index]!, width }]),
    ),
    parameters: ofVectors,
    memory,
  };
}

function startOf(start: Weights, name: string, shape: readonly number[]): Float32Array | undefined {
  const given = start.get(name)?.slice();
  const size = product(shape);
  if (given === undefined || given.length === size) return given;
  throw new Error(`"${name}" is to start with ${given.length} numbers, but has ${size}`);
}

/** What a net has learned so far, as copies. */
export function weightsOf(plan: TrainingPlan, state: TrainingState): Weights {
  const cut = ({ vector, attributes, offset, size }: Slot<"parameter" | "statistic">): [string, Float32Array] => {
    const all = numbersOf(state.vectors[vector]!);
    return [attributes.name, all.slice(offset, offset + size)];
  };
  return new Map([
    ...plan.parameters.map(cut),
    ...plan.statistics.map(cut),
    ...[...state.tables].map(([name, { values }]): [string, Float32Array] => [name, values.slice()]),
  ]);
}

/** The vectors that the slots lie in, by name. */
function filled<O extends "parameter" | "statistic">(
  slots: readonly Slot<O>[],
  fill: (attributes: Slot<O>["attributes"]) => Float32Array,
): ReadonlyMap<string, Float32Array> {
  const vectors = [...groupBy(slots, ({ vector }) => vector)].map(([vector, own]) => {
    const all = new Float32Array(own.reduce((count, { size }) => count + size, 0));
    for (const { offset, attributes } of own) all.set(fill(attributes), offset);
    return [vector, all] as const;
  });
  return new Map(vectors);
}

function asTensors(vectors: Iterable<readonly [string, Float32Array]>): Tensors {
  return Object.fromEntries([...vectors].map(([name, values]) => [name, floats(values, [values.length])]));
}
