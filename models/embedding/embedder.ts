import type { AnalysedText } from "../../schemas/generated/events.ts";

/** Turns texts into vectors whose cosine says how alike the texts are. */
export interface TextEmbedder {
  /** Name of the space that its vectors live in; vectors of two spaces are never compared. */
  readonly space: string;
  /** How many numbers a vector has. */
  readonly dimensions: number;
  /** One vector of unit length per text, in order; zeros for a text without words. Equal texts give equal vectors. */
  embed(texts: readonly AnalysedText[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
