import { existsSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type Precision, weightFiles } from "./precision.ts";
import { loadTransformers } from "./transformers.ts";

/** Where encoders may come from. */
export interface EncoderPlaces {
  /** Folder in which encoders of the hub are kept, each under its name; without it none is downloaded. */
  readonly folder?: string | undefined;
  /** Address of the hub that has them; huggingface.co unless said. */
  readonly hub?: string | undefined;
}

const textFiles = ["config.json", "tokenizer.json", "tokenizer_config.json"];
const hubName = /^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/;

/**
 * The folder of an encoder: as given when it is one, else the copy of the hub's model of that name, which is downloaded when there is
 * none yet. Throws MODEL_NOT_FOUND, saying how to get it.
 */
export async function findEncoder(source: string, precision: Precision, places: EncoderPlaces): Promise<string> {
  const given = resolve(source);
  if (isPath(source) || existsSync(join(given, "config.json"))) {
    checkFolder(given, source, precision);
    return given;
  }
  if (!hubName.test(source)) {
    throw new TwinstreamError("MODEL_NOT_FOUND", `"${source}" is neither a folder nor the name of an encoder`);
  }
  if (places.folder === undefined) throw notThere(source, precision, places, "there is no folder to keep it in");
  const kept = join(places.folder, source);
  if (missing(kept, precision).length > 0) await download(source, precision, places);
  return kept;
}

function isPath(source: string): boolean {
  return isAbsolute(source) || /^\.{1,2}([/\\]|$)/.test(source);
}

function filesFor(precision: Precision): readonly string[] {
  return [...textFiles, `onnx/${weightFiles[precision]}`];
}

function missing(folder: string, precision: Precision): readonly string[] {
  return filesFor(precision).filter((file) => !existsSync(join(folder, file)));
}

function checkFolder(folder: string, source: string, precision: Precision): void {
  if (!existsSync(folder)) {
    throw new TwinstreamError(
      "MODEL_NOT_FOUND",
      `there is no encoder folder "${source}"; give one with ${filesFor(precision).join(", ")}`,
    );
  }
  const lacking = missing(folder, precision);
  if (lacking.length === 0) return;
  const other = (Object.keys(weightFiles) as Precision[]).find((one) => missing(folder, one).length === 0);
  const remedy = other === undefined ? "copy the whole model there" : `put it there, or take dtype=${other}, which is`;
  throw new TwinstreamError("MODEL_NOT_FOUND", `the encoder in "${folder}" lacks ${lacking.join(", ")}; ${remedy}`);
}

/** The library keeps each file under its name in the cache folder once it is whole, which makes the folder of the model. */
async function download(name: string, precision: Precision, places: EncoderPlaces): Promise<void> {
  const { AutoModel, AutoTokenizer } = await loadTransformers(places.hub);
  const cache = { cache_dir: places.folder! };
  try {
    await AutoTokenizer.from_pretrained(name, cache);
    const model = await AutoModel.from_pretrained(name, { ...cache, dtype: precision });
    await model.dispose();
  } catch (error) {
    throw notThere(name, precision, places, reasonOf(error), error);
  }
}

/** `fetch failed` says nothing; what lies behind it does. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== "" ? cause.message : message;
}

function notThere(name: string, precision: Precision, { folder }: EncoderPlaces, why: string, cause?: unknown) {
  const target = folder === undefined ? basename(name) : join(folder, name);
  const command = `hf download ${name} ${filesFor(precision).join(" ")} --local-dir "${target}"`;
  const elsewhere = "or name a folder that has these files: --encoder DIR, or the variable TWINSTREAM_ENCODER";
  return new TwinstreamError(
    "MODEL_NOT_FOUND",
    `can't get the sentence encoder "${name}" (${why}); where there is a network run: ${command}; ${elsewhere}`,
    cause,
  );
}
