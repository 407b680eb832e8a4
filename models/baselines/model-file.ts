import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainedOn } from "./row-checks.ts";

/** The file that describes a model. */
export const descriptionName = "model.json";
const version = 1;

/** The fields of a saved model; each throws DATA_DAMAGED when it is not there or not of its type. */
export interface SavedFields {
  text(name: string): string;
  number(name: string): number;
  /** A list of finite numbers, `length` of them. */
  numbers(name: string, length: number): readonly number[];
  readonly trainedOn: TrainedOn;
}

/** The artifact of a model whose state is one JSON object. */
export function saveModel(kind: string, trainedOn: TrainedOn, fields: object): Artifact {
  return writeDescription({ kind, version, ...trainedOn, ...fields });
}

/** A model's description as its file. */
export function writeDescription(fields: object): Artifact {
  return { [descriptionName]: new TextEncoder().encode(`${JSON.stringify(fields, null, 1)}\n`) };
}

/** Reads what `saveModel` wrote for this kind. Throws DATA_DAMAGED for anything else. */
export function loadModel(kind: string, artifact: Artifact): SavedFields {
  const saved = readDescription(kind, artifact);
  const damaged = (name: string, what: string) => modelDamage(kind, descriptionName, `"${name}" ${what}`);
  if (saved.kind !== kind) throw damaged("kind", `is "${saved.kind}"`);
  if (saved.version !== version) throw damaged("version", `is ${saved.version}, this program reads ${version}`);
  const text = (name: string) => {
    const value = saved[name];
    if (typeof value !== "string") throw damaged(name, "is no text");
    return value;
  };
  const number = (name: string) => {
    const value = saved[name];
    if (typeof value !== "number" || !Number.isFinite(value)) throw damaged(name, "is no number");
    return value;
  };
  const numbers = (name: string, length: number) => {
    const value = saved[name];
    if (!isListOf(value, Number.isFinite) || value.length !== length)
      throw damaged(name, `is no list of ${length} numbers`);
    return value as readonly number[];
  };
  const { names } = saved;
  const featureSet = text("featureSet");
  if (!isListOf(names, (name) => typeof name === "string")) throw damaged("names", "is no list of texts");
  const [scoreMin, scoreMax] = [number("scoreMin"), number("scoreMax")];
  if (scoreMin >= scoreMax) throw damaged("scoreMax", "is not above scoreMin");
  return { text, number, numbers, trainedOn: { featureSet, names: names as readonly string[], scoreMin, scoreMax } };
}

/** The fields of a model's description as they are. Throws DATA_DAMAGED when there is none. */
export function readDescription(kind: string, artifact: Artifact): Readonly<Record<string, unknown>> {
  return readObject(kind, descriptionName, artifact);
}

/** The object that a JSON file of a model holds. Throws DATA_DAMAGED when there is none. */
export function readObject(kind: string, file: string, artifact: Artifact): Readonly<Record<string, unknown>> {
  const bytes = artifact[file];
  if (bytes === undefined) throw modelDamage(kind, file, "it is missing");
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (isObject(value)) return value;
  } catch (error) {
    throw modelDamage(kind, file, (error as Error).message, error);
  }
  throw modelDamage(kind, file, "it holds no object");
}

/** Whether a value of JSON is an object with fields. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** That a file of a model is not what was saved, and what to do. */
export function modelDamage(kind: string, file: string, what: string, cause?: unknown): TwinstreamError {
  const message = `${file} of a ${kind} model can't be read: ${what}; train the model again or put back a copy`;
  return new TwinstreamError("DATA_DAMAGED", message, cause);
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isEntry);
}
