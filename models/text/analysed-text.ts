/** One change the analyser made to a text. */
export interface Rewrite {
  readonly from: string;
  readonly to: string;
  readonly rule: string;
}

/** A text as the analyser sees it; the same shape travels in events. */
export interface AnalysedText {
  /** Words after normalising, unit rewriting, splitting, joining and spelling, in order. */
  readonly words: readonly string[];
  /** The stem of each word, at the same index; empty for a stop word. */
  readonly stems: readonly string[];
  /** Every change, in the order it was made. */
  readonly rewrites: readonly Rewrite[];
}
