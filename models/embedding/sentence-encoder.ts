/** A pretrained net that turns whole sentences into vectors. */
export interface SentenceEncoder {
  /** Names the weights: equal names mean equal vectors. */
  readonly name: string;
  /** What opens it again, such as its folder. */
  readonly source: string;
  readonly dimensions: number;
  /** One vector per text, in order, of unit length. */
  encode(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** The encoder that is taken where none is named, as the hub has it. */
export const usualEncoder = "Xenova/all-MiniLM-L6-v2";

/** What is asked of an encoder that is opened. */
export interface EncoderWish {
  /** Which of its weights to take, such as `fp32` or `q8`; as they were trained unless said. */
  readonly dtype?: string;
  readonly threads?: number;
  /** Whether vectors are kept on disk, for trainings that come back to the same texts. */
  readonly remembers?: boolean;
  /** Whether a model was trained with it: where it lies no longer, the one that the user offers instead is opened. */
  readonly mayHaveMoved?: boolean;
}
