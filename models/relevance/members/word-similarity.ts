import type { Artifact } from "../../../schemas/artifact.ts";
import { cosine } from "../../embedding/similarity.ts";
import type { FeatureRows, PairTexts, TrainingRows, TrainingRun } from "../../model.ts";
import { countTowardsTurn, othersTurn } from "../../others-turn.ts";
import { textsOf } from "../../texts-of.ts";
import { WeakCache } from "../../weak-cache.ts";
import { createWordMean } from "../../word2vec/mean-embedder.ts";
import { countWords, sentencesOf } from "../../word2vec/sentences.ts";
import { trainWord2vec } from "../../word2vec/train-word2vec.ts";
import type { WordVectors } from "../../word2vec/word-vectors.ts";
import { loadWordVectors, saveWordVectors } from "../../word2vec/word-vectors-file.ts";
import { word2vec } from "../../word2vec/word2vec.ts";
import { splitByFold } from "../folds.ts";
import type { Member, MemberKind } from "../member.ts";
import { kind } from "../relevance-config.ts";
import { createWordAlignment } from "../word-alignment.ts";

/**
 * Word vectors of the training texts: how alike both texts are, and how well each word of the query is met by one of the title. They learn from no grade,
 * but a query and the titles shown for it come close to each other by having been learned from: likeness of 0.72 on average, where queries that are
 * new have 0.46. So the trees are shown what vectors say that learned from other queries.
 */
export const wordSimilarity: MemberKind = {
  async fit(rows: TrainingRows, folds, _config, run: TrainingRun) {
    const texts = textsOf(kind, rows);
    const learners = new Set(folds).size + 1;
    const outOfFold = new Float32Array(columnNames.length * rows.count);
    for (let fold = 0; fold + 1 < learners; fold++) {
      const { inside, outside } = splitByFold(folds, fold);
      const others = pick(texts, outside);
      // where all words are in one fold there is nothing else to learn from
      const vectors = await learn(hasWords(others) ? others : texts, nthOf(run, fold, learners));
      const of = wordSimilarityMember(vectors);
      scatter(await of.columns({ ...rows, count: inside.length, texts: pick(texts, inside) }), inside, outOfFold);
    }
    const member = wordSimilarityMember(await learn(texts, nthOf(run, learners - 1, learners)));
    return { member, outOfFold };
  },
  load: async (artifact: Artifact) => wordSimilarityMember(loadWordVectors(artifact)),
};

function hasWords(texts: PairTexts): boolean {
  return sentencesOf(texts).some((words) => words.length > 0);
}

function learn(texts: PairTexts, run: Pick<TrainingRun, "seed" | "signal" | "progress">): Promise<WordVectors> {
  const sentences = sentencesOf(texts);
  const { minCount } = word2vec.defaults;
  // of few texts no word may occur often enough
  const isFew = countWords(sentences, minCount).length === 0;
  return trainWord2vec(sentences, { ...word2vec.defaults, minCount: isFew ? 1 : minCount }, run);
}

/** The same run for one of several trainings; it is told nothing as learned: that would be the champion's own course. */
function nthOf({ seed, signal, progress }: TrainingRun, nth: number, of: number) {
  const tell: TrainingRun["progress"] = ({ share, doing }) =>
    progress({ share: (nth + share) / of, doing: `word vectors ${nth + 1} of ${of}, ${doing}` });
  return { seed, signal, progress: tell };
}

function pick({ texts, query, title }: PairTexts, rows: readonly number[]): PairTexts {
  return {
    texts,
    query: Uint32Array.from(rows, (row) => query[row]!),
    title: Uint32Array.from(rows, (row) => title[row]!),
  };
}

function scatter(values: Float32Array, rows: readonly number[], into: Float32Array): void {
  const width = columnNames.length;
  for (const [i, row] of rows.entries()) into.set(values.subarray(i * width, (i + 1) * width), row * width);
}

const columnNames = [
  "likeness of the words of query and title",
  "how well words of the title meet those of the query",
] as const;

/** What is kept of a text for all of its pairs. */
interface ReadText {
  readonly mean: Float32Array;
  readonly places: readonly number[];
}

function wordSimilarityMember(vectors: WordVectors): Member {
  const meanOf = createWordMean(vectors);
  const { read, align } = createWordAlignment(vectors);
  // an analysed text is known by its words, which whoever analysed it keeps
  const known = new WeakCache<readonly string[], ReadText>();
  const readText = (words: readonly string[]): ReadText => ({ mean: meanOf(words), places: read(words) });
  return {
    names: columnNames,
    async columns(rows: FeatureRows) {
      const { texts, query, title } = textsOf(kind, rows);
      const values = new Float32Array(2 * rows.count);
      const isOthersTurn = countTowardsTurn();
      let asked: ReadText | undefined;
      for (let row = 0; row < rows.count; row++) {
        if (asked === undefined || query[row] !== query[row - 1])
          asked = known.getOrMake(texts[query[row]!]!.words, readText);
        const words = texts[title[row]!]!.words;
        const shown = known.getOrMake(words, readText);
        values[2 * row] = cosine(asked.mean, shown.mean);
        values[2 * row + 1] = align(asked.places, shown.places);
        if (isOthersTurn(words.length)) await othersTurn();
      }
      return values;
    },
    save: () => saveWordVectors(vectors),
    close: async () => {},
  };
}
