/** A pretrained net that turns whole sentences into vectors. */
export interface SentenceEncoder {
  /** Names the weights: equal names mean equal vectors. */
  readonly name: string;
  readonly dimensions: number;
  /** One vector per text, in order, of unit length. */
  encode(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
