import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainedOn } from "./row-checks.ts";

const fileName = "model.json";
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
  const text = JSON.stringify({ kind, version, ...trainedOn, ...fields }, null, 1);
  return { [fileName]: new TextEncoder().encode(`${text}\n`) };
}

/** Reads what `saveModel` wrote for this kind. Throws DATA_DAMAGED for anything else. */
export function loadModel(kind: string, artifact: Artifact): SavedFields {
  const saved = parse(kind, artifact);
  const damaged = (name: string, what: string) => damage(kind, `"${name}" ${what}`);
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

function parse(kind: string, artifact: Artifact): Readonly<Record<string, unknown>> {
  const bytes = artifact[fileName];
  if (bytes === undefined) throw damage(kind, "it is missing");
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw damage(kind, (error as Error).message, error);
  }
  throw damage(kind, "it holds no object");
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): value is readonly unknown[] {
  return Array.isArray(value) && value.every(isEntry);
}

function damage(kind: string, what: string, cause?: unknown): TwinstreamError {
  const message = `${fileName} of a ${kind} model can't be read: ${what}; train the model again or put back a copy`;
  return new TwinstreamError("DATA_DAMAGED", message, cause);
}
