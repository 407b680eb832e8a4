import type { Artifact } from "../../../schemas/artifact.ts";
import { BoundedCache } from "../../bounded-cache.ts";
import { cosine } from "../../embedding/similarity.ts";
import type { FeatureRows, TrainingRows, TrainingRun } from "../../model.ts";
import { textsOf } from "../../texts-of.ts";
import { createWordMean } from "../../word2vec/mean-embedder.ts";
import { countWords, sentencesOf } from "../../word2vec/sentences.ts";
import { trainWord2vec } from "../../word2vec/train-word2vec.ts";
import type { WordVectors } from "../../word2vec/word-vectors.ts";
import { loadWordVectors, saveWordVectors } from "../../word2vec/word-vectors-file.ts";
import { word2vec } from "../../word2vec/word2vec.ts";
import type { Member, MemberKind } from "../member.ts";
import { kind } from "../relevance-config.ts";
import { createWordAlignment } from "../word-alignment.ts";

/** Word vectors of the training texts: how alike both texts are, and how well each word of the query is met by one of the title. They learn from no grade, so no fold is left out. */
export const wordSimilarity: MemberKind = {
  async fit(rows: TrainingRows, _folds, _config, run: TrainingRun) {
    const sentences = sentencesOf(textsOf(kind, rows));
    const { minCount } = word2vec.defaults;
    // of few texts no word may occur often enough
    const isFew = countWords(sentences, minCount).length === 0;
    const config = { ...word2vec.defaults, minCount: isFew ? 1 : minCount };
    // what `run` is told as learned is the champion's own course, not that of its word vectors
    const { seed, signal } = run;
    const progress: TrainingRun["progress"] = ({ share, doing }) =>
      run.progress({ share, doing: `word vectors, ${doing}` });
    const vectors = await trainWord2vec(sentences, config, { seed, signal, progress });
    const member = wordSimilarityMember(vectors);
    return { member, outOfFold: await member.columns(rows) };
  },
  load: async (artifact: Artifact) => wordSimilarityMember(loadWordVectors(artifact)),
};

/** Texts whose means are kept: a shop shows the same titles again and again. */
const keptTexts = 4_000;

function wordSimilarityMember(vectors: WordVectors): Member {
  const meanOf = createWordMean(vectors);
  const align = createWordAlignment(vectors);
  // an analysed text is known by its words, which whoever analysed it keeps
  const means = new BoundedCache<readonly string[], Float32Array>(keptTexts);
  return {
    names: ["likeness of the words of query and title", "how well words of the title meet those of the query"],
    async columns(rows: FeatureRows) {
      const { texts, query, title } = textsOf(kind, rows);
      const values = new Float32Array(2 * rows.count);
      for (let row = 0; row < rows.count; row++) {
        const [asked, shown] = [texts[query[row]!]!.words, texts[title[row]!]!.words];
        values[2 * row] = cosine(means.getOrMake(asked, meanOf), means.getOrMake(shown, meanOf));
        values[2 * row + 1] = align(asked, shown);
      }
      return values;
    },
    save: () => saveWordVectors(vectors),
    close: async () => {},
  };
}
