import { boostedLexical } from "./baselines/boosted-lexical.ts";
import { fixed } from "./baselines/fixed.ts";
import { forestChars, forestWords } from "./baselines/forest-counts.ts";
import { forestLexical } from "./baselines/forest-lexical.ts";
import { linearChars, linearWords } from "./baselines/linear-counts.ts";
import { mean } from "./baselines/mean.ts";
import { ridge } from "./baselines/ridge.ts";
import { relevance } from "./relevance/relevance.ts";
import { siameseCharCnn, siameseCharLstm, siameseCharShared } from "./siamese/character-nets.ts";
import { siameseEncoder } from "./siamese/encoder-learner.ts";
import { siameseWordBilstm, siameseWordLstm } from "./siamese/word-nets.ts";
import { word2vec } from "./word2vec/word2vec.ts";

/** Every way to make a model, by the kind it makes. One more is one more file and one more line here. */
export const learners = {
  mean,
  fixed,
  ridge,
  "boosted-lexical": boostedLexical,
  "forest-lexical": forestLexical,
  "linear-words": linearWords,
  "linear-chars": linearChars,
  "forest-words": forestWords,
  "forest-chars": forestChars,
  word2vec,
  "siamese-char-cnn": siameseCharCnn,
  "siamese-char-lstm": siameseCharLstm,
  "siamese-char-shared": siameseCharShared,
  "siamese-word-lstm": siameseWordLstm,
  "siamese-word-bilstm": siameseWordBilstm,
  "siamese-encoder": siameseEncoder,
  relevance,
} as const;
