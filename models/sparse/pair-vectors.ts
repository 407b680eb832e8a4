import type { EmbeddableText } from "../embedding/embedder.ts";
import type { PairTexts } from "../model.ts";
import { countTowardsTurn, othersTurn } from "../others-turn.ts";
import { WeakCache } from "../weak-cache.ts";
import { addCharacters, characterColumns, readCharacters } from "./character-pairs.ts";
import type { LinearFit } from "./ridge-systems.ts";
import { type SparseMatrix, type SparseRow, writeSparse } from "./sparse-matrix.ts";
import { addWords, readWords, wordColumns } from "./word-pairs.ts";

/** What a pair is described by: its words, or its runs of three and four characters. */
export type PairUnit = "words" | "characters";

/** How a sparse vector of a pair is made. Columns are hashes, so that nothing need be learned or kept beside the weights. */
interface PairVectors<Read> {
  readonly columns: number;
  /** About how many values a vector has. */
  readonly expected: number;
  /** Reads a text, once for all pairs that it is in. */
  read(text: EmbeddableText): Read;
  /** Adds the values of a pair to a row. */
  add(query: Read, title: Read, row: SparseRow): void;
}

const words: PairVectors<ReturnType<typeof readWords>> = {
  ...{ columns: wordColumns, expected: 40, read: readWords, add: addWords },
};
const characters: PairVectors<ReturnType<typeof readCharacters>> = {
  ...{ columns: characterColumns, expected: 120, read: readCharacters, add: addCharacters },
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

function vectorsOf<Read>({ texts, query, title }: PairTexts, { columns, expected, read, add }: PairVectors<Read>) {
  const known: Read[] = [];
  const readOnce = (place: number): Read => {
    const before = known[place];
    if (before !== undefined) return before;
    const made = read(texts[place]!);
    known[place] = made;
    return made;
  };
  const writer = writeSparse(query.length, expected);
  for (let row = 0; row < query.length; row++) {
    add(readOnce(query[row]!), readOnce(title[row]!), writer);
    writer.endRow();
  }
  return writer.matrix(columns);
}

/** Scores pairs by a fit on their vectors: just what `scoresOf` says of them, without making them. */
export function createPairScorer(unit: PairUnit, fit: LinearFit): (texts: PairTexts) => Promise<Float32Array> {
  return unit === "words" ? scorerOf(words, fit) : scorerOf(characters, fit);
}

function scorerOf<Read>({ read, add }: PairVectors<Read>, { intercept, coefficients }: LinearFit) {
  // an analysed text is known by its words, which whoever analysed it keeps
  const titles = new WeakCache<EmbeddableText["words"], Read>();
  const score = new Float64Array(1);
  const row: SparseRow = {
    add(column, value) {
      score[0] = score[0]! + Math.fround(value) * coefficients[column]!;
    },
  };
  return async ({ texts, query, title }: PairTexts) => {
    const isOthersTurn = countTowardsTurn();
    const scores = new Float32Array(query.length);
    let asked: Read | undefined;
    for (let pair = 0; pair < scores.length; pair++) {
      if (asked === undefined || query[pair] !== query[pair - 1]) asked = read(texts[query[pair]!]!);
      const shown = texts[title[pair]!]!;
      score[0] = intercept;
      add(
        asked,
        titles.getOrMake(shown.words, () => read(shown)),
        row,
      );
      scores[pair] = score[0]!;
      if (isOthersTurn(shown.words.length)) await othersTurn();
    }
    return scores;
  };
}
