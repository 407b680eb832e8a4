import type { Artifact } from "../../schemas/artifact.ts";
import type { CountColumns } from "../sparse/count-vectors.ts";
import { modelDamage, readObject } from "./model-file.ts";

const fileName = "columns.json";

/** The columns of a model on counts as a file. */
export function writeCountColumns({ query, title }: CountColumns): Artifact {
  return { [fileName]: new TextEncoder().encode(JSON.stringify({ query, title })) };
}

/** What `writeCountColumns` wrote. Throws DATA_DAMAGED for anything else. */
export function readCountColumns(kind: string, artifact: Artifact): CountColumns {
  const saved = readObject(kind, fileName, artifact);
  const list = (side: keyof CountColumns) => {
    const parts = saved[side];
    if (!Array.isArray(parts) || !parts.every((part) => typeof part === "string"))
      throw modelDamage(kind, fileName, `"${side}" is no list of texts`);
    if (new Set(parts).size < parts.length) throw modelDamage(kind, fileName, `"${side}" names something twice`);
    return parts as readonly string[];
  };
  return { query: list("query"), title: list("title") };
}
