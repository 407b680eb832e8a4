/** A figure that was published, or reached in a study, for a model of the same design. */
export interface PublishedFigure {
  /** Root mean squared error on grades from 1 to 3. */
  readonly rmse: number;
  /** The same for queries that training never met, where the two were told apart. */
  readonly unseenRmse?: number;
  /** How long its training took, where that was published too. */
  readonly trainingHours?: number;
  /** What was measured. */
  readonly what: string;
}

/** What other code reached on the Home Depot judgments, by the kind that answers to it here: landmarks, not peers. Those with a figure for unseen queries come from one study in Python. */
export const publishedFigures: Readonly<Record<string, PublishedFigure>> = {
  mean: { rmse: 0.534, what: "the mean grade for every pair" },
  "linear-words": { rmse: 0.557, unseenRmse: 0.658, what: "linear regression on word counts" },
  "linear-chars": { rmse: 0.534, unseenRmse: 0.53, what: "linear regression on character counts" },
  "forest-words": { rmse: 0.518, unseenRmse: 0.551, what: "random forest on word counts" },
  "forest-chars": { rmse: 0.482, unseenRmse: 0.523, what: "random forest on character counts" },
  "forest-lexical": { rmse: 0.448, unseenRmse: 0.463, what: "random forest on 76 lexical features" },
  "boosted-lexical": { rmse: 0.456, unseenRmse: 0.459, what: "boosted trees on 76 lexical features" },
  relevance: { rmse: 0.437, unseenRmse: 0.441, what: "all features and a sentence encoder, stacked" },
  "siamese-char-cnn": { rmse: 1.48, what: "Siamese CNN over characters" },
  "siamese-char-lstm": { rmse: 0.613, what: "Siamese LSTM over characters" },
  "siamese-char-shared": { rmse: 1.48, what: "Siamese net over characters with one shared, small tower" },
  "siamese-word-lstm": { rmse: 0.547, trainingHours: 3.5, what: "Siamese LSTM over words" },
  "siamese-encoder": { rmse: 0.528, trainingHours: 1.2, what: "BERT encoder with dense layers on top" },
};

/** The figure of a kind as a cell of a table: for seen and unseen queries where both are known, and the time of its training; `-` where there is none. */
export function publishedText(kind: string): string {
  if (!Object.hasOwn(publishedFigures, kind)) return "-";
  const { rmse, unseenRmse, trainingHours } = publishedFigures[kind]!;
  const both = unseenRmse === undefined ? String(rmse) : `${rmse.toFixed(3)} / ${unseenRmse.toFixed(3)}`;
  return trainingHours === undefined ? both : `${both} (${trainingHours} h)`;
}
