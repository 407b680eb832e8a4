import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { FeatureRows, PairTexts } from "../model.ts";
import type { CountColumns } from "../sparse/count-vectors.ts";
import { isObject, modelDamage } from "./model-file.ts";

const fileName = "columns.json";

/** The columns of a model on counts as a file. */
export function writeCountColumns({ query, title }: CountColumns): Artifact {
  return { [fileName]: new TextEncoder().encode(JSON.stringify({ query, title })) };
}

/** What `writeCountColumns` wrote. Throws DATA_DAMAGED for anything else. */
export function readCountColumns(kind: string, artifact: Artifact): CountColumns {
  const saved = parse(kind, artifact[fileName]);
  const list = (side: keyof CountColumns) => {
    const parts = isObject(saved) ? saved[side] : undefined;
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === "string"))
      throw modelDamage(kind, fileName, `"${side}" is no list of texts`);
    if (new Set(parts).size < parts.length) throw modelDamage(kind, fileName, `"${side}" names something twice`);
    return parts as readonly string[];
  };
  return { query: list("query"), title: list("title") };
}

/** The texts of rows. Throws MODEL_MISMATCH when the rows have none. */
export function textsOf(kind: string, { texts, count }: FeatureRows): PairTexts {
  if (texts?.query.length === count && texts.title.length === count) return texts;
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    `a ${kind} model reads query and title, and these rows come without them; score them through a stream, or from a file`,
  );
}

function parse(kind: string, bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) throw modelDamage(kind, fileName, "it is missing");
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw modelDamage(kind, fileName, (cause as Error).message, cause);
  }
}
