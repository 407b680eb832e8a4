import type { FeatureRows } from "../../models/model.ts";
import { queryHash } from "../../models/seen-queries.ts";
import type { Challenger, ScoredEvent } from "../../schemas/generated/events.ts";
import type { LiveModel, LiveModels } from "../live-models.ts";

/** What the challenger says of a batch. */
export interface Shadow {
  /** What a scored event tells of it. */
  told(event: Pick<ScoredEvent, "query">): Pick<ScoredEvent, "challenger" | "challengerFault">;
  /** Its score of a row of the batch; null when it gave none. */
  scoreOf(row: number): number | null;
}

/** Where nobody challenges. */
const noShadow: Shadow = { told: () => ({ challenger: null, challengerFault: null }), scoreOf: () => null };

/**
 * Scores a batch with the challenger, in the shadow of the champion whose rows are given; `rowsFor` makes the challenger's own where
 * it reads or embeds otherwise. Whatever goes wrong with it is told with the events, and never thrown.
 */
export async function shadowOf(
  models: LiveModels,
  champion: LiveModel,
  rows: FeatureRows,
  rowsFor: (challenger: LiveModel) => Promise<FeatureRows>,
): Promise<Shadow> {
  let name = "the challenger";
  let challenger: LiveModel | undefined;
  try {
    challenger = await models.challenger?.();
    if (challenger === undefined || challenger.reference === champion.reference) return noShadow;
    name = challenger.reference;
    const scores = await challenger.model.score(isAlike(challenger, champion) ? rows : await rowsFor(challenger));
    checkScores(scores, rows.count);
    const scoring = challenger;
    return {
      told: ({ query }) => ({ challenger: tell(scoring, query), challengerFault: null }),
      scoreOf: (row) => scores[row]!,
    };
  } catch (error) {
    const challengerFault = `${name}: ${error instanceof Error ? error.message : String(error)}`;
    return { ...noShadow, told: () => ({ challenger: null, challengerFault }) };
  } finally {
    if (challenger !== undefined) models.release?.(challenger);
  }
}

/** Whether the rows of one are those of the other: the two read and embed alike. */
function isAlike(one: LiveModel, other: LiveModel): boolean {
  return one.vocabulary.name === other.vocabulary.name && one.embedder.space === other.embedder.space;
}

/** A record with a score that is no number could not be read again, and the champion's scores with it. */
function checkScores(scores: Float32Array, count: number): void {
  if (scores.length !== count) throw new Error(`it gave ${scores.length} scores for ${count} products`);
  if (!scores.every(Number.isFinite)) throw new Error("it gave a score that is not a number");
}

function tell({ reference, model, seenQueries }: LiveModel, query: string): Challenger {
  const { scoreMin, scoreMax } = model;
  return { model: reference, scoreMin, scoreMax, isSeenQuery: seenQueries?.has(queryHash(query)) ?? null };
}
