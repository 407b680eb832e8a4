import { createHash } from "node:crypto";
import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { descriptionName, isObject, modelDamage, readDescription, writeDescription } from "../baselines/model-file.ts";
import { checkHybridConfig, type HybridConfig, hybridDefaults } from "./hybrid-config.ts";

/** The kind of model that tells categories by picture and title. */
export const hybridKind = "hybrid";

/** The files of a hybrid model beside its description: the net as ONNX, and the words it knows. */
export interface HybridFiles {
  readonly net: Uint8Array;
  readonly words: Uint8Array;
}

/** What describes a hybrid model. */
export interface HybridDescription {
  readonly config: HybridConfig;
  /** The categories it tells apart, in the order of its probabilities. */
  readonly categories: readonly string[];
}

const version = 1;
const fileNames = { net: "net.onnx", words: "words.txt" } as const;
const parts = Object.keys(fileNames) as (keyof HybridFiles)[];

/** The artifact of a hybrid model. */
export function saveHybrid(description: HybridDescription, files: HybridFiles): Artifact {
  const sha256 = Object.fromEntries(parts.map((part) => [fileNames[part], hashOf(files[part])]));
  return {
    ...writeDescription({ kind: hybridKind, version, ...description, sha256 }),
    ...Object.fromEntries(parts.map((part) => [fileNames[part], files[part]])),
  };
}

/** What `saveHybrid` wrote. Throws MODEL_MISMATCH when a newer program wrote it, DATA_DAMAGED for anything else. */
export function loadHybrid(artifact: Artifact): {
  readonly description: HybridDescription;
  readonly files: HybridFiles;
} {
  const saved = readDescription(hybridKind, artifact);
  const damaged = (what: string) => modelDamage(hybridKind, descriptionName, what);
  if (saved.kind !== hybridKind) throw damaged(`it is of the kind "${saved.kind}"`);
  if (typeof saved.version === "number" && saved.version > version) throw tooNew(saved.version);
  if (saved.version !== version) throw damaged(`it is version ${saved.version}, this program reads ${version}`);
  const { config, categories, sha256 } = saved;
  if (!isConfig(config)) throw damaged("its config is not one of this kind");
  if (!Array.isArray(categories) || !categories.every((name) => typeof name === "string"))
    throw damaged("it has no list of categories");
  const hashes = isObject(sha256) ? sha256 : {};
  return {
    description: { config, categories },
    files: { net: fileOf("net", artifact, hashes), words: fileOf("words", artifact, hashes) },
  };
}

/** Eight letters that stand for what makes the vectors: other bytes, other letters. */
export function shortHash({ net, words }: HybridFiles): string {
  return createHash("sha256").update(net).update(words).digest("hex").slice(0, 8);
}

function isConfig(value: unknown): value is HybridConfig {
  if (!isObject(value) || !Object.keys(hybridDefaults).every((name) => Object.hasOwn(value, name))) return false;
  try {
    checkHybridConfig(value as unknown as HybridConfig);
    return true;
  } catch {
    return false; // the caller says that it is damaged
  }
}

function tooNew(found: number): TwinstreamError {
  const what = `${descriptionName} of a hybrid model is version ${found}, this program reads ${version}`;
  return new TwinstreamError("MODEL_MISMATCH", `${what}; update Twinstream, or train the model again`);
}

function fileOf(part: keyof HybridFiles, artifact: Artifact, sha256: Readonly<Record<string, unknown>>): Uint8Array {
  const name = fileNames[part];
  const bytes = artifact[name];
  if (bytes === undefined) throw modelDamage(hybridKind, name, "it is missing");
  if (hashOf(bytes) !== sha256[name]) throw modelDamage(hybridKind, name, "it is not the file that was saved");
  return bytes;
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
