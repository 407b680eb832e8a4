import { characterTokens, loadCharacterTokens } from "./character-tokens.ts";
import { convolutionTower } from "./convolution-tower.ts";
import { recurrentTower } from "./recurrent-tower.ts";
import type { CharacterConfig } from "./siamese-config.ts";
import { type SiameseKind, siameseLearner } from "./siamese-learner.ts";

const shared: Omit<CharacterConfig, "width" | "units"> = {
  ...{ distance: "absolute", hidden: 0, dropout: 0.1, inputDropout: 0, l2: 0 },
  ...{ source: "words", longest: 128 },
  ...{ learningRate: 1e-3, batchSize: 64, patience: 3, cutPatience: 2, epochs: 10, clipNorm: 1, threads: 1 },
};

function characterNet(
  kind: string,
  defaults: CharacterConfig,
  towerOf: SiameseKind<CharacterConfig>["towerOf"],
): SiameseKind<CharacterConfig> {
  return {
    kind,
    defaults,
    learnTokens: (_texts, { source }) => characterTokens(source),
    loadTokens: (bytes, { source }) => loadCharacterTokens(bytes, source),
    towerOf,
  };
}

/** The Siamese character CNN: four convolutions with pooling between them, then 4,096 units. */
export const siameseCharCnn = siameseLearner(
  characterNet("siamese-char-cnn", { ...shared, width: 32, units: 4096, epochs: 5, threads: 2 }, (config, rows) =>
    convolutionTower({
      ...config,
      rows,
      characters: config.longest,
      layers: [
        { filters: 64, taps: 10 },
        { filters: 128, taps: 7 },
        { filters: 128, taps: 4 },
        { filters: 256, taps: 4 },
      ],
      activation: "sigmoid",
    }),
  ),
);

/** Graphs of the character LSTM are written for texts up to these lengths, and the longest. */
const lengths = [32, 48, 64, 80, 96];

/** The Siamese LSTM over characters. */
export const siameseCharLstm = siameseLearner(
  characterNet("siamese-char-lstm", { ...shared, width: 32, units: 64 }, (config, rows) =>
    recurrentTower({
      ...config,
      rows,
      isBidirectional: false,
      sizes: [...lengths.filter((length) => length < config.longest), config.longest],
    }),
  ),
);

/** The small Siamese character net: one convolution, its greatest answers, and 64 units. */
export const siameseCharShared = siameseLearner(
  characterNet("siamese-char-shared", { ...shared, width: 32, units: 64 }, (config, rows) =>
    convolutionTower({
      ...config,
      rows,
      characters: config.longest,
      layers: [{ filters: 128, taps: 3 }],
      activation: "linear",
    }),
  ),
);
