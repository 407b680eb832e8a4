import type { Dimension } from "../net/dimensions.ts";
import type { NetBuilder } from "../net/net.ts";
import type { TokenTexts } from "../net/pack-sequences.ts";
import type { Tensors } from "../net/session.ts";
import type { Batch } from "../net/training-step.ts";
import type { Value } from "../net/value.ts";

/** Name of the token vectors among a net's weights. */
export const tokenVectors = "tokens/vectors";

/** The half of a Siamese net that turns a text into a vector: applied to query and title alike. */
export interface Tower {
  /** How many numbers a vector has. */
  readonly dimensions: number;
  /** How many tokens of a text it reads. */
  readonly longest: number;
  /** The lengths that training graphs are written for, ascending; the last is `longest`. */
  readonly sizes: readonly number[];
  /** What the serving graph is written for: `longest`, or the name of a length that it takes any of. */
  readonly servingSize: Dimension;
  /** The vector of each named text, batch × dimensions; the graph takes texts of up to `size` tokens. */
  vectors(build: NetBuilder, names: readonly string[], size: Dimension): Readonly<Record<string, Value>>;
  /** What the training graph for `size` tokens is fed for some texts, each of at least one token. */
  trainingBatch(texts: TokenTexts, size: number): Batch;
  /** How many texts the serving graph is fed at once: with more, what is between its operations leaves the processor's cache. */
  readonly textsPerRun: number;
  /** What the serving graph is fed for some texts, each of at least one token; `size` is what the graph says that it was written for. */
  servingInputs(texts: TokenTexts, size: Dimension): Tensors;
}
