import { TwinstreamError } from "../../schemas/errors.ts";
import { clip } from "../baselines/row-checks.ts";
import type { TextEmbedder } from "../embedding/embedder.ts";
import type { FeatureRows, Model, PairVectors } from "../model.ts";
import { openSession } from "../net/session.ts";
import { comparePairs } from "./compare-pairs.ts";
import type { SiameseConfig } from "./siamese-config.ts";
import { type SiameseDescription, type SiameseFiles, saveSiamese, shortHash } from "./siamese-file.ts";
import type { TextTokens } from "./text-tokens.ts";
import type { Tower } from "./tower.ts";
import { towerEmbedder } from "./tower-embedder.ts";

/** A Siamese model: it has an embedder for sure. */
export interface SiameseModel extends Model {
  readonly embedder: TextEmbedder;
}

/** What a Siamese model is opened from. */
export interface SiameseSource<Config extends SiameseConfig> {
  readonly kind: string;
  readonly description: SiameseDescription<Config>;
  readonly files: SiameseFiles;
  readonly tower: Tower;
  readonly tokens: TextTokens;
}

/** Opens both halves of a trained net. Throws the runtime's own error when a file is no graph. */
export async function openSiamese<Config extends SiameseConfig>(
  { kind, description, files, tower, tokens }: SiameseSource<Config>,
  threads: number,
): Promise<SiameseModel> {
  const towerSession = await openSession(files.tower, { threads });
  const comparatorSession = await openSession(files.comparator, { threads }).catch(async (error) => {
    await towerSession.close();
    throw error;
  });
  const space = `${kind}/${shortHash(files)}`;
  const embedder = towerEmbedder({ tower, tokens, session: towerSession, space });
  return {
    kind,
    scoreMin: description.scoreMin,
    scoreMax: description.scoreMax,
    embedder,
    async score(rows) {
      const vectors = vectorsOf(kind, rows, tower.dimensions);
      const scores = await comparePairs(comparatorSession, "score", vectors, tower.dimensions);
      return scores.map((score) => clip(score, description));
    },
    save: () => saveSiamese(kind, description, files),
    async close() {
      await towerSession.close();
      await comparatorSession.close();
    },
  };
}

function vectorsOf(kind: string, { vectors, count }: FeatureRows, dimensions: number): PairVectors {
  if (vectors === undefined) {
    throw mismatch(`the ${kind} model compares vectors, and these rows have none`);
  }
  const { query, title } = vectors;
  if (query.length !== count || title.length !== count) {
    throw new Error(`${count} rows, but vectors of ${query.length} queries and ${title.length} titles`);
  }
  const other = [...query, ...title].find(({ length }) => length !== dimensions);
  if (other === undefined) return vectors;
  throw mismatch(`the ${kind} model compares vectors of ${dimensions} numbers, a row has one of ${other.length}`);
}

function mismatch(what: string): TwinstreamError {
  return new TwinstreamError("MODEL_MISMATCH", `${what}; embed the texts with the model's own embedder`);
}
