import { cosine } from "../embedding/similarity.ts";
import { columnsOf } from "./feature-row.ts";
import type { MatchedPair } from "./matched-pair.ts";

const at = columnsOf("embedding");

/** How alike the vectors are. */
export function writeEmbedding({ queryVector, titleVector }: MatchedPair, row: Float32Array): void {
  row[at.embedding_similarity] = cosine(queryVector, titleVector);
}
