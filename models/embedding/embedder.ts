import type { AnalysedText } from "../../schemas/generated/events.ts";

/** A text as it came and as it was analysed; an embedder takes of it what it needs. */
export interface EmbeddableText extends Pick<AnalysedText, "words" | "stems"> {
  /** As the visitor typed it, or as the shop shows it. */
  readonly raw: string;
}

/** What an embedder sees of an analysed text. */
export function embeddable(raw: string, { words, stems }: Pick<EmbeddableText, "words" | "stems">): EmbeddableText {
  return { raw, words, stems };
}

/** Turns texts into vectors whose cosine says how alike the texts are. */
export interface TextEmbedder {
  /** Name of the space that its vectors live in; vectors of two spaces are never compared. */
  readonly space: string;
  /** How many numbers a vector has. */
  readonly dimensions: number;
  /** One vector per text, in order, not to be written to; zeros for a text that it can make nothing of. Equal texts give equal vectors. */
  embed(texts: readonly EmbeddableText[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
