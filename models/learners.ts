import { fixed } from "./baselines/fixed.ts";
import { mean } from "./baselines/mean.ts";
import { ridge } from "./baselines/ridge.ts";
import { siameseEncoder } from "./siamese/encoder-learner.ts";
import { word2vec } from "./word2vec/word2vec.ts";

/** Every way to make a model, by the kind it makes. One more is one more file and one more line here. */
export const learners = { mean, fixed, ridge, word2vec, "siamese-encoder": siameseEncoder } as const;
