import type { EmbeddableText } from "../embedding/embedder.ts";
import type { PairTexts } from "../model.ts";
import { countTowardsTurn, othersTurn } from "../others-turn.ts";
import { type CharacterRuns, characterRuns } from "../text/character-runs.ts";
import { WeakCache } from "../weak-cache.ts";
import {
  type AskedCharacters,
  addAsked,
  addMatched,
  addShown,
  characterColumns,
  readAsked,
} from "./character-pairs.ts";
import type { LinearFit } from "./ridge-systems.ts";
import { type SparseMatrix, type SparseRow, writeSparse } from "./sparse-matrix.ts";
import { addWords, type ReadWords, readWords, wordColumns } from "./word-pairs.ts";

/** What a pair is described by: its words, or its runs of three and four characters. */
export type PairUnit = "words" | "characters";

/** How a sparse vector of a pair is made. Columns are hashes, so that nothing need be learned or kept beside the weights. */
interface PairVectors<Query, Title> {
  readonly columns: number;
  /** About how many values a vector has. */
  readonly expected: number;
  /** Reads a text, once for all pairs that it is in. */
  readQuery(text: EmbeddableText): Query;
  readTitle(text: EmbeddableText): Title;
  /** Adds the values that all pairs of a query have, that all pairs of a title have, and those of the pair alone. */
  addQuery(query: Query, row: SparseRow): void;
  addTitle(title: Title, row: SparseRow): void;
  addPair(query: Query, title: Title, row: SparseRow): void;
}

const words: PairVectors<ReadWords, ReadWords> = {
  ...{ columns: wordColumns, expected: 40, readQuery: readWords, readTitle: readWords },
  ...{ addQuery: () => {}, addTitle: () => {}, addPair: addWords },
};
const characters: PairVectors<AskedCharacters, CharacterRuns> = {
  ...{ columns: characterColumns, expected: 120, readQuery: readAsked, readTitle: (text) => characterRuns(text.words) },
  ...{ addQuery: addAsked, addTitle: addShown, addPair: addMatched },
};

/** How many columns the vectors of a unit have. */
export const pairColumns: { readonly [unit in PairUnit]: number } = {
  words: wordColumns,
  characters: characterColumns,
};

/** A sparse vector for each pair. */
export function pairVectors(texts: PairTexts, unit: PairUnit): SparseMatrix {
  return unit === "words" ? vectorsOf(texts, words) : vectorsOf(texts, characters);
}

function vectorsOf<Query, Title>({ texts, query, title }: PairTexts, how: PairVectors<Query, Title>) {
  const queryAt = onceByPlace((place) => how.readQuery(texts[place]!));
  const titleAt = onceByPlace((place) => how.readTitle(texts[place]!));
  const writer = writeSparse(query.length, how.expected);
  for (let row = 0; row < query.length; row++) {
    const [asked, shown] = [queryAt(query[row]!), titleAt(title[row]!)];
    how.addQuery(asked, writer);
    how.addTitle(shown, writer);
    how.addPair(asked, shown, writer);
    writer.endRow();
  }
  return writer.matrix(how.columns);
}

function onceByPlace<Read>(read: (place: number) => Read): (place: number) => Read {
  const known: Read[] = [];
  return (place) => {
    known[place] ??= read(place);
    return known[place];
  };
}

/** Scores pairs by a fit on their vectors: what `scoresOf` says of them, but for the order of the sum, without making them. */
export function createPairScorer(unit: PairUnit, fit: LinearFit): (texts: PairTexts) => Promise<Float32Array> {
  return unit === "words" ? scorerOf(words, fit) : scorerOf(characters, fit);
}

/** A title, and what its own values come to. */
interface WeighedTitle<Title> {
  readonly title: Title;
  readonly sum: number;
}

function scorerOf<Query, Title>(how: PairVectors<Query, Title>, { intercept, coefficients }: LinearFit) {
  // an analysed text is known by its words, which whoever analysed it keeps
  const titles = new WeakCache<EmbeddableText["words"], WeighedTitle<Title>>();
  const sum = new Float64Array(1);
  const row: SparseRow = {
    add(column, value) {
      sum[0] = sum[0]! + Math.fround(value) * coefficients[column]!;
    },
  };
  const weigh = (text: EmbeddableText): WeighedTitle<Title> => {
    const title = how.readTitle(text);
    sum[0] = 0;
    how.addTitle(title, row);
    return { title, sum: sum[0]! };
  };
  return async ({ texts, query, title }: PairTexts) => {
    const isOthersTurn = countTowardsTurn();
    const scores = new Float32Array(query.length);
    let asked: Query | undefined;
    let ofQuery = 0;
    for (let pair = 0; pair < scores.length; pair++) {
      if (asked === undefined || query[pair] !== query[pair - 1]) {
        asked = how.readQuery(texts[query[pair]!]!);
        sum[0] = intercept;
        how.addQuery(asked, row);
        ofQuery = sum[0]!;
      }
      const shown = texts[title[pair]!]!;
      const weighed = titles.getOrMake(shown.words, () => weigh(shown));
      sum[0] = ofQuery + weighed.sum;
      how.addPair(asked, weighed.title, row);
      scores[pair] = sum[0]!;
      if (isOthersTurn(shown.words.length)) await othersTurn();
    }
    return scores;
  };
}
