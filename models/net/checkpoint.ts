import { TwinstreamError } from "../../schemas/errors.ts";
import { stepNames, type TrainingPlan } from "./compile-training.ts";
import { describe } from "./dimensions.ts";
import { decodeSafetensors, encodeSafetensors, type Metadata, type NamedFloats } from "./safetensors.ts";
import { numbersOf, type Tensors } from "./session.ts";
import { newState, type TrainingState } from "./training-state.ts";

/** All that a training has come to, as a safetensors file; `restoreState` goes on from it as if nothing had happened. */
export function saveState(plan: TrainingPlan, state: TrainingState): Uint8Array {
  return encodeSafetensors(keptArrays(plan, state), {
    seed: String(state.seed),
    step: String(state.step),
    layout: layoutOf(plan),
  });
}

/** The state that was saved. Throws DATA_DAMAGED for a broken file, MODEL_MISMATCH for one of another net. */
export function restoreState(plan: TrainingPlan, file: Uint8Array): TrainingState {
  const { tensors, metadata } = decodeSafetensors(file);
  if (metadata.layout !== layoutOf(plan)) {
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `the checkpoint holds ${metadata.layout ?? "no net"}, the net has ${layoutOf(plan)}; start again without it`,
    );
  }
  const state = newState(plan, wholeNumber(metadata, "seed"));
  state.step = wholeNumber(metadata, "step");
  for (const { name, data } of keptArrays(plan, state)) data.set(savedArray(tensors, name, data.length));
  return state;
}

function wholeNumber(metadata: Metadata, name: string): number {
  const text = metadata[name] ?? "";
  if (/^-?\d+$/.test(text)) return Number(text);
  throw damaged(`says "${text}" for its ${name}`);
}

function savedArray(tensors: ReadonlyMap<string, NamedFloats>, name: string, length: number): Float32Array {
  const saved = tensors.get(name)?.data;
  if (saved?.length !== length) throw damaged(`has no ${length} numbers for "${name}"`);
  if (!saved.every(Number.isFinite)) throw damaged(`has something that is no number in "${name}"`);
  return saved;
}

function damaged(what: string): TwinstreamError {
  return new TwinstreamError("DATA_DAMAGED", `the checkpoint ${what}; start again without it`);
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
function keptArrays({ tables }: TrainingPlan, state: TrainingState): readonly NamedFloats[] {
  const flat = Object.entries(state.vectors).map(([name, value]) => array(name, value));
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

function array(name: string, value: Tensors[string]): NamedFloats {
  return { name, shape: value.dims, data: numbersOf(value) };
}
