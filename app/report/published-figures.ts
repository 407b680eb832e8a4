/** A figure that was published for a model of the same design. */
export interface PublishedFigure {
  /** Root mean squared error on grades from 1 to 3. */
  readonly rmse: number;
  /** How long its training took, where that was published too. */
  readonly trainingHours?: number;
  /** What was measured. */
  readonly what: string;
}

/** What was published for the Home Depot judgments, by the kind that answers to it here. By other code: landmarks, not peers. */
export const publishedFigures: Readonly<Record<string, PublishedFigure>> = {
  mean: { rmse: 0.534, what: "the mean grade for every pair" },
  "siamese-char-cnn": { rmse: 1.48, what: "Siamese CNN over characters" },
  "siamese-char-lstm": { rmse: 0.613, what: "Siamese LSTM over characters" },
  "siamese-char-shared": { rmse: 1.48, what: "Siamese net over characters with one shared, small tower" },
  "siamese-word-lstm": { rmse: 0.547, trainingHours: 3.5, what: "Siamese LSTM over words" },
  "siamese-encoder": { rmse: 0.528, trainingHours: 1.2, what: "BERT encoder with dense layers on top" },
};
