import { recurrentTower } from "./recurrent-tower.ts";
import type { WordConfig } from "./siamese-config.ts";
import { type SiameseKind, siameseLearner } from "./siamese-learner.ts";
import { startWithWord2vec } from "./start-vectors.ts";
import { openTfjsNode } from "./tfjs-node-engine.ts";
import { learnWordTokens, loadWordTokens } from "./word-tokens.ts";

const defaults: WordConfig = {
  ...{ distance: "all", hidden: 64, dropout: 0.3, l2: 0 },
  ...{ form: "stems", minTexts: 2, buckets: 1000, longest: 50 },
  ...{ embeddings: "word2vec", width: 100, inputDropout: 0.3, units: 64 },
  ...{ learningRate: 1e-3, batchSize: 64, epochs: 50, patience: 2, cutPatience: 1, clipNorm: 1, threads: 1 },
  engine: "onnx",
};

/** The Siamese LSTM over words. */
export const siameseWordLstm = siameseLearner(wordNet("siamese-word-lstm", false));

/** The Siamese LSTM that reads the words both ways. */
export const siameseWordBilstm = siameseLearner(wordNet("siamese-word-bilstm", true));

/** Graphs are written for texts up to these lengths, and the longest. */
const lengths = [8, 12, 16, 24, 32];

function wordNet(kind: string, isBidirectional: boolean): SiameseKind<WordConfig> {
  return {
    kind,
    defaults,
    learnTokens: (texts, config) => learnWordTokens(texts, config.minTexts, config),
    loadTokens: loadWordTokens,
    startVectors: async (tokens, texts, config, run) =>
      config.embeddings === "word2vec" ? startWithWord2vec(tokens, texts, config, run) : undefined,
    otherEngine: async (config, run) => (config.engine === "tfjs-node" ? openTfjsNode(kind, config, run) : undefined),
    towerOf: (config, rows) =>
      recurrentTower({
        ...config,
        ...{ rows, isBidirectional },
        sizes: [...lengths.filter((length) => length < config.longest), config.longest],
      }),
  };
}
