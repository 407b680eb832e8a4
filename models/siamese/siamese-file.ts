import { createHash } from "node:crypto";
import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { descriptionName, isObject, modelDamage, readDescription, writeDescription } from "../baselines/model-file.ts";
import { configFault, type SiameseConfig } from "./siamese-config.ts";

/** The files of a Siamese model beside its description: both halves as ONNX, and the tokens it knows. */
export interface SiameseFiles {
  readonly tower: Uint8Array;
  readonly comparator: Uint8Array;
  readonly tokens: Uint8Array;
}

/** What describes a Siamese model. */
export interface SiameseDescription<Config extends SiameseConfig> {
  readonly config: Config;
  readonly scoreMin: number;
  readonly scoreMax: number;
  /** How many numbers its vectors have. */
  readonly dimensions: number;
}

const version = 1;
const fileNames = { tower: "tower.onnx", comparator: "comparator.onnx", tokens: "tokens.txt" } as const;
const parts = Object.keys(fileNames) as (keyof SiameseFiles)[];

/** The artifact of a Siamese model. */
export function saveSiamese<Config extends SiameseConfig>(
  kind: string,
  description: SiameseDescription<Config>,
  files: SiameseFiles,
): Artifact {
  const sha256 = Object.fromEntries(parts.map((part) => [fileNames[part], hashOf(files[part])]));
  return {
    ...writeDescription({ kind, version, ...description, sha256 }),
    ...Object.fromEntries(parts.map((part) => [fileNames[part], files[part]])),
  };
}

/** What `saveSiamese` wrote for this kind. Throws MODEL_MISMATCH when a newer program wrote it, DATA_DAMAGED for anything else. */
export function loadSiamese<Config extends SiameseConfig>(
  kind: string,
  defaults: Config,
  artifact: Artifact,
): SiameseDescription<Config> & { readonly files: SiameseFiles } {
  const saved = readDescription(kind, artifact);
  const damaged = (what: string) => modelDamage(kind, descriptionName, what);
  if (saved.kind !== kind) throw damaged(`it is of the kind "${saved.kind}"`);
  if (isNumber(saved.version) && saved.version > version) throw tooNew(kind, saved.version);
  if (saved.version !== version) throw damaged(`it is version ${saved.version}, this program reads ${version}`);
  const { config, scoreMin, scoreMax, dimensions, sha256 } = saved;
  if (!isObject(config)) throw damaged("it has no config");
  const fault = configFault(config, defaults);
  if (fault !== undefined) throw damaged(`in its config ${fault}`);
  if (!isNumber(scoreMin) || !isNumber(scoreMax) || scoreMin >= scoreMax) throw damaged("it has no range of scores");
  if (!isNumber(dimensions)) throw damaged("it doesn't say how long its vectors are");
  const files = filesOf(kind, artifact, isObject(sha256) ? sha256 : {});
  return { config: config as unknown as Config, scoreMin, scoreMax, dimensions, files };
}

/** Eight letters that stand for what makes the vectors: other bytes, other letters. */
export function shortHash({ tower, tokens }: SiameseFiles): string {
  return createHash("sha256").update(tower).update(tokens).digest("hex").slice(0, 8);
}

function tooNew(kind: string, found: number): TwinstreamError {
  const what = `${descriptionName} of a ${kind} model is version ${found}, this program reads ${version}`;
  return new TwinstreamError("MODEL_MISMATCH", `${what}; update Twinstream, or train the model again`);
}

function filesOf(kind: string, artifact: Artifact, sha256: Readonly<Record<string, unknown>>): SiameseFiles {
  const file = (part: keyof SiameseFiles) => {
    const name = fileNames[part];
    const bytes = artifact[name];
    if (bytes === undefined) throw modelDamage(kind, name, "it is missing");
    if (hashOf(bytes) !== sha256[name]) throw modelDamage(kind, name, "it is not the file that was saved");
    return bytes;
  };
  return { tower: file("tower"), comparator: file("comparator"), tokens: file("tokens") };
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
