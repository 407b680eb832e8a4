import { alignWords, type TracedWord, unmatchedWords, type WordMatch } from "../../models/features/alignment.ts";
import type { Contributions, FeatureRows } from "../../models/model.ts";
import type { AnalysedText, EmbeddedEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { emitted } from "../evaluation/score-events.ts";
import type { LiveModel } from "../live-models.ts";
import { embedStage } from "../stages/embed.ts";
import { featureRows, readVectors, scoreStage } from "../stages/score.ts";
import { tokenizeStage } from "../stages/tokenize.ts";
import { type Contribution, contributionsOf } from "./contributions.ts";
import { queryPieces } from "./query-pieces.ts";

/** Why some products get the scores that they get for a query. */
export interface Explanation {
  readonly model: string;
  readonly scoreMin: number;
  readonly scoreMax: number;
  readonly query: string;
  /** The query as the model reads it, with the trail of what was rewritten. */
  readonly reading: Pick<AnalysedText, "words" | "rewrites">;
  /** The score to which contributions add; undefined when the kind of model can't tell what its scores are made of. */
  readonly base?: number;
  /** Best first; of equal scores the one that was better before they were brought into the range. */
  readonly products: readonly ExplainedProduct[];
}

/** Why one title gets its score. */
export interface ExplainedProduct {
  readonly title: string;
  /** As it is served: within the range of the model. */
  readonly score: number;
  /** What each word of the query meets in the title. */
  readonly matches: readonly WordMatch[];
  /** The words of the title that nothing in the query asks for. */
  readonly unmatched: readonly TracedWord[];
  /** What the score is made of, heaviest first, where the kind of model can tell. */
  readonly contributions?: readonly Contribution[];
  /** What the score would be without a piece of the query, for each in order. */
  readonly without: readonly WithoutPiece[];
}

/** What a piece of the query does. */
export interface WithoutPiece {
  readonly piece: string;
  /** The score without the piece. */
  readonly score: number;
  /** How much lower the score is without it; before both are brought into the range, where the kind of model can tell. */
  readonly adds: number;
}

/**
 * Explains the scores of titles shown for one search, by the very stages that score live traffic. Each piece of the query is left out
 * in turn and everything is scored anew. Throws MODEL_MISMATCH when the model does not fit the features of this version.
 */
export async function explainScores(live: LiveModel, query: string, titles: readonly string[]): Promise<Explanation> {
  const rephrase = (other: string) => embedSearch(live, other, titles);
  const { products, ...explained } = await explainSearch(live, await rephrase(query), {
    rows: [...titles.keys()],
    rephrase,
  });
  return { ...explained, products: products.map(({ row: _row, ...product }) => product) };
}

/** What of a search is explained. */
export interface Question {
  /** The places of its products, counted from 0. */
  readonly rows: readonly number[];
  /** Gives the same products, shown for another query. */
  readonly rephrase: (query: string) => Promise<EmbeddedEvent>;
}

/** Explains the scores of some products of a search, each of which says its row, as `explainScores` does. */
export async function explainSearch(
  live: LiveModel,
  search: EmbeddedEvent,
  { rows, rephrase }: Question,
): Promise<Omit<Explanation, "products"> & { readonly products: readonly (ExplainedProduct & { row: number })[] }> {
  const { query } = search;
  const whole = await scoreEmbedded(live, search);
  const { words, rewrites } = search.queryText;
  const left: LeftOut[] = [];
  for (const { piece, rest } of leaveOut(queryPieces(query, rewrites)))
    left.push({ piece, search: await scoreEmbedded(live, await rephrase(rest)) });
  const ranking = rows.toSorted((a, b) => whole.scores[b]! - whole.scores[a]! || whole.raw[b]! - whole.raw[a]!);
  return {
    model: live.reference,
    scoreMin: live.model.scoreMin,
    scoreMax: live.model.scoreMax,
    query,
    reading: { words, rewrites },
    ...(whole.explained && { base: whole.explained.base }),
    products: ranking.map((row) => ({ row, ...explainProduct(whole, left, row) })),
  };
}

/** A search with all that its scores came from; one of each per title. */
interface ScoredSearch {
  readonly embedded: EmbeddedEvent;
  readonly rows: FeatureRows;
  readonly explained: Contributions | undefined;
  readonly scores: readonly number[];
  /** The scores before they were brought into the range, or as they are when the model can't tell. */
  readonly raw: readonly number[];
}

interface LeftOut {
  readonly piece: string;
  readonly search: ScoredSearch;
}

function leaveOut(pieces: readonly string[]): readonly { readonly piece: string; readonly rest: string }[] {
  return pieces.map((piece, i) => ({ piece, rest: pieces.toSpliced(i, 1).join(" ") }));
}

function explainProduct(
  { embedded, rows, explained, scores, raw }: ScoredSearch,
  left: readonly LeftOut[],
  row: number,
): ExplainedProduct {
  const { title, text } = embedded.products[row]!;
  const matches = alignWords(embedded.queryText, text);
  return {
    title,
    score: scores[row]!,
    matches,
    unmatched: unmatchedWords(text, matches),
    ...(explained && { contributions: contributionsOf(rows, explained, row) }),
    without: left.map(({ piece, search }) => ({
      piece,
      score: search.scores[row]!,
      adds: raw[row]! - search.raw[row]!,
    })),
  };
}

async function embedSearch(live: LiveModel, query: string, titles: readonly string[]): Promise<EmbeddedEvent> {
  const models = { current: async () => live };
  const tokenized = emitted(await tokenizeStage(models).run([searchFor(query, titles)]));
  const [embedded] = emitted(await embedStage(models).run(tokenized));
  return embedded!;
}

async function scoreEmbedded(live: LiveModel, embedded: EmbeddedEvent): Promise<ScoredSearch> {
  const [scored] = emitted(await scoreStage({ current: async () => live }).run([embedded]));
  const read = readVectors(embedded, live.embedder.dimensions);
  if (typeof read === "string") throw new Error(read);
  const rows = await featureRows([read], live);
  const explained = await live.model.explain?.(rows);
  const scores = scored!.products.map(({ score }) => score);
  const raw = explained === undefined ? scores : scores.map((_, row) => rawScore(explained, row));
  return { embedded, rows, explained, scores, raw };
}

function rawScore({ base, names, values }: Contributions, row: number): number {
  return values.subarray(row * names.length, (row + 1) * names.length).reduce((sum, value) => sum + value, base);
}

function searchFor(query: string, titles: readonly string[]): SearchEvent {
  const unknown = { brand: null, category: null, price: null, attributes: {} };
  const products = titles.map((title, i) => ({ productId: String(i + 1), title, position: i + 1, ...unknown }));
  return { eventId: "explain", time: 0, source: "explain", sessionId: null, userId: null, query, products };
}
