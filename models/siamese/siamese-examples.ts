import type { EmbeddableText } from "../embedding/embedder.ts";
import type { PairTexts, TrainingRows } from "../model.ts";
import { floats } from "../net/session.ts";
import type { TrainingData } from "../net/train-epochs.ts";
import type { TextTokens } from "./text-tokens.ts";
import type { Tower } from "./tower.ts";

/** The texts of rows. Throws when they have none: who calls a learner that learns from texts must give them. */
export function textsOf(rows: TrainingRows): PairTexts {
  if (rows.texts === undefined) throw new Error("a Siamese net learns from texts, and these rows come without");
  return rows.texts;
}

/** The texts that rows have, each once. */
export function textsOfRows({ texts, query, title }: PairTexts): readonly EmbeddableText[] {
  const places = new Set([...query, ...title]);
  return [...places].map((place) => texts[place]!);
}

/** Query and title of a row as token ids, and its grade. */
export interface TokenPair {
  readonly query: readonly number[];
  readonly title: readonly number[];
  readonly grade: number;
}

/** Rows as tokens. Rows in which query or title has nothing to read are left out. */
export function pairsOf(rows: TrainingRows, tokens: TextTokens, longest: number): readonly TokenPair[] {
  const { texts, query, title } = textsOf(rows);
  const known = new Map<number, readonly number[]>();
  const tokensOf = (place: number) => {
    const before = known.get(place) ?? tokens.of(texts[place]!, longest);
    known.set(place, before);
    return before;
  };
  return Array.from({ length: rows.count }, (_, row) => ({
    query: tokensOf(query[row]!),
    title: tokensOf(title[row]!),
    grade: rows.grades[row]!,
  })).filter((pair) => pair.query.length > 0 && pair.title.length > 0);
}

/** Pairs as examples of the pair net. */
export function examplesOf(pairs: readonly TokenPair[], tower: Tower): TrainingData {
  return {
    count: pairs.length,
    lengthOf: (example) => Math.max(pairs[example]!.query.length, pairs[example]!.title.length),
    batch(examples, size) {
      const chosen = Array.from(examples, (example) => pairs[example]!);
      const batchTexts = { query: chosen.map((pair) => pair.query), title: chosen.map((pair) => pair.title) };
      const { inputs, rows } = tower.trainingBatch(batchTexts, size);
      const grade = floats(
        chosen.map((pair) => pair.grade),
        [chosen.length, 1],
      );
      return { inputs: { ...inputs, grade }, ...(rows && { rows }) };
    },
  };
}
