import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint } from "../../schemas/manifest.ts";
import { hashText, hashUnit } from "../hash.ts";
import { stepNames, type TrainingPlan } from "./compile-training.ts";
import { describe } from "./dimensions.ts";
import { decodeSafetensors, encodeSafetensors, type Metadata, type NamedFloats } from "./safetensors.ts";
import { numbersOf, type Tensors } from "./session.ts";
import type { Place } from "./train-epochs.ts";
import { newState, type TrainingState, type Weights } from "./training-state.ts";

/** All that a training has come to: with it, it goes on as if it had never ended. */
export interface Checkpoint {
  readonly place: Place;
  readonly state: TrainingState;
  /** The weights of the best epoch, once there is one. */
  readonly best: Weights | undefined;
  /** The learning curve so far. */
  readonly curve: readonly CurvePoint[];
}

/** Which training a checkpoint is of. */
export interface CheckpointOwner {
  /** For the person who is told of it. */
  readonly name: string;
  readonly plan: TrainingPlan;
  /** Settings and data as text: a checkpoint fits only the training that has the same. */
  readonly task: string;
}

/** A checkpoint as a safetensors file. */
export function saveCheckpoint({ plan, task }: CheckpointOwner, checkpoint: Checkpoint): Uint8Array {
  const { state, best, place, curve } = checkpoint;
  const arrays = [...stateArrays(plan, state), ...(best === undefined ? [] : bestArrays(best))];
  const metadata = {
    task,
    layout: layoutOf(plan),
    seed: String(state.seed),
    step: String(state.step),
    place: toJson(place),
    curve: toJson(curve),
  };
  return encodeSafetensors(arrays, { ...metadata, checksum: checksumOf(metadata, arrays) });
}

/** The checkpoint that was saved. Throws DATA_DAMAGED for a broken file, MODEL_MISMATCH for one of another training. */
export function restoreCheckpoint(owner: CheckpointOwner, file: Uint8Array): Checkpoint {
  const { plan, name } = owner;
  const { tensors, metadata: saved } = decode(name, file);
  const { checksum, ...metadata } = saved;
  if (metadata.layout !== layoutOf(plan) || metadata.task !== owner.task) {
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `the checkpoint of "${name}" is of a net, settings or data that are not these; start over with --fresh`,
    );
  }
  if (checksum !== checksumOf(metadata, [...tensors.values()])) throw damaged(name);
  const state = newState(plan, Number(metadata.seed));
  state.step = Number(metadata.step);
  for (const { name: array, data } of stateArrays(plan, state)) {
    const numbers = tensors.get(array)?.data;
    if (numbers?.length !== data.length) throw damaged(name);
    data.set(numbers);
  }
  return { state, best: savedBest(tensors), place: fromJson(metadata.place!), curve: fromJson(metadata.curve!) };
}

function decode(name: string, file: Uint8Array): ReturnType<typeof decodeSafetensors> {
  try {
    return decodeSafetensors(file);
  } catch (error) {
    throw damaged(name, error);
  }
}

function damaged(name: string, cause?: unknown): TwinstreamError {
  const what = `the checkpoint of "${name}" is damaged and can't be gone on from; start over with --fresh`;
  return new TwinstreamError("DATA_DAMAGED", what, cause);
}

/** What the net keeps, as text: it must be the same for a state to fit. */
function layoutOf({ parameters, statistics, tables }: TrainingPlan): string {
  return [
    ...parameters.map(({ attributes }) => `${attributes.name} ${describe(attributes.shape)}`),
    ...statistics.map(({ attributes }) => `${attributes.name} [${attributes.size}]`),
    ...tables.map(({ name, rows, width }) => `${name} [${rows}, ${width}]`),
  ].join(", ");
}

/** Every array of the state under the name of the file, as it is, not copied. */
function stateArrays({ tables }: TrainingPlan, state: TrainingState): readonly NamedFloats[] {
  const flat = Object.entries(state.vectors).map(([name, value]) => vector(name, value));
  const rows = tables.flatMap(({ name, rows, width }) => {
    const names = stepNames.table(name);
    const kept = state.tables.get(name)!;
    return (["values", "first", "second"] as const).map((part) => ({
      name: names[part],
      shape: [rows, width],
      data: kept[part],
    }));
  });
  return [...flat, ...rows];
}

function vector(name: string, value: Tensors[string]): NamedFloats {
  return { name, shape: value.dims, data: numbersOf(value) };
}

const bestPrefix = "best ";

function bestArrays(best: Weights): readonly NamedFloats[] {
  return [...best].map(([name, data]) => ({ name: bestPrefix + name, shape: [data.length], data }));
}

function savedBest(tensors: ReadonlyMap<string, NamedFloats>): Weights | undefined {
  const saved = [...tensors.values()].filter(({ name }) => name.startsWith(bestPrefix));
  return saved.length === 0 ? undefined : new Map(saved.map(({ name, data }) => [name.slice(bestPrefix.length), data]));
}

/** Tells when a bit of the file was changed: FNV-1a, over the numbers 32 bits at a time. */
function checksumOf(metadata: Metadata, arrays: readonly NamedFloats[]): string {
  let hash = hashText(JSON.stringify(metadata));
  for (const { data } of arrays) {
    for (const word of new Int32Array(data.buffer, data.byteOffset, data.length)) hash = hashUnit(hash, word);
  }
  return String(hash);
}

/** JSON has no Infinity, which the best loss is before the first epoch, and no NaN. */
function toJson(value: unknown): string {
  const isOdd = (part: unknown) => typeof part === "number" && !Number.isFinite(part);
  return JSON.stringify(value, (_, part) => (isOdd(part) ? String(part) : part));
}

function fromJson<Value>(text: string): Value {
  return JSON.parse(text, (_, part) => (["Infinity", "-Infinity", "NaN"].includes(part) ? Number(part) : part));
}
