import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type Precision, weightFiles } from "./precision.ts";

/** What of an encoder's configuration matters here. */
export interface EncoderShape {
  /** Such as `bert`. */
  readonly type: string;
  readonly dimensions: number;
}

/** Reads the configuration of a model in a folder. Throws FILE_UNREADABLE when it is not one of a text encoder. */
export async function shapeOf(folder: string): Promise<EncoderShape> {
  const path = join(folder, "config.json");
  const { model_type: type, hidden_size: dimensions } = await readConfig(path);
  if (typeof type === "string" && Number.isSafeInteger(dimensions)) return { type, dimensions: dimensions as number };
  throw unreadable(path, "it has no model_type and hidden_size");
}

async function readConfig(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return JSON.parse(await readFile(path, "utf8")) ?? {};
  } catch (error) {
    throw unreadable(path, (error as Error).message, error);
  }
}

function unreadable(path: string, what: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError(
    "FILE_UNREADABLE",
    `"${path}" is not the configuration of a sentence encoder: ${what}; copy the model anew`,
    cause,
  );
}

/**
 * A name for the vectors that a model in a folder gives, such as `bert-384-0f3a9c27be41`: the hash is over weights, tokenizer and
 * `pooling`, so it is the same wherever the folder lies.
 */
export async function weightsName(folder: string, precision: Precision, pooling: string): Promise<string> {
  const { type, dimensions } = await shapeOf(folder);
  const hash = createHash("sha256").update(pooling);
  for (const path of [join(folder, "tokenizer.json"), ...(await weightPaths(folder, precision))]) {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  }
  return `${type}-${dimensions}-${hash.digest("hex").slice(0, 12)}`;
}

/** A large model keeps its numbers in files beside the graph, such as `model.onnx_data`. */
async function weightPaths(folder: string, precision: Precision): Promise<readonly string[]> {
  const inFolder = join(folder, "onnx");
  const names = (await readdir(inFolder)).filter((name) => name.startsWith(weightFiles[precision]));
  return names.sort().map((name) => join(inFolder, name));
}
