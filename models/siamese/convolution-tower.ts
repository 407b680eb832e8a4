import type { Dimension } from "../net/dimensions.ts";
import { conv1d } from "../net/layers/convolution.ts";
import { type Activation, dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { globalMaxPool, maxPool } from "../net/layers/pooling.ts";
import type { NetBuilder } from "../net/net.ts";
import { input } from "../net/operations.ts";
import type { TokenTexts } from "../net/pack-sequences.ts";
import { ints, type Tensors } from "../net/session.ts";
import type { Value } from "../net/value.ts";
import type { Tower } from "./tower.ts";

/** A convolution of a tower. */
export interface Filters {
  readonly filters: number;
  readonly taps: number;
}

/** A tower that looks at neighbouring characters. */
export interface ConvolutionTowerOptions {
  /** How many characters there are, with those of `textTokens`. */
  readonly rows: number;
  /** Numbers per character. */
  readonly width: number;
  /** Every text is cut or filled up to this many characters. */
  readonly characters: number;
  /** The convolutions, with the greater of every two neighbours taken between them. */
  readonly layers: readonly Filters[];
  readonly units: number;
  readonly activation: Activation;
  readonly inputDropout: number;
}

/** A fifth less time a text than with 128, whose 128 filters at 128 places are 8 MB. */
const textsPerRun = 32;

/** A vector per character, convolutions with pooling between them, the greatest of all places, then a dense layer. */
export function convolutionTower(options: ConvolutionTowerOptions): Tower {
  const { characters, layers, units } = options;
  return {
    dimensions: units,
    longest: characters,
    sizes: [characters],
    // pooling is written for the number of places
    servingSize: layers.length === 1 ? "length" : characters,
    vectors: (build, names, size) =>
      Object.fromEntries(names.map((name) => [name, vectorOf(build, name, size, options)])),
    trainingBatch: (texts) => ({ inputs: filledUp(texts, characters) }),
    textsPerRun,
    servingInputs: (texts, size) => filledUp(texts, typeof size === "number" ? size : enough(texts, options)),
  };
}

/**
 * Up to how many characters texts have to be filled so that each gets the vector that it has when it is filled up to the end: the greatest of all places
 * is the same as soon as one place sees nothing but what texts are filled with.
 */
function enough(texts: TokenTexts, { characters, layers }: ConvolutionTowerOptions): number {
  const longest = Math.max(...Object.values(texts).flatMap((list) => list.map(({ length }) => length)));
  return Math.min(characters, longest + layers[0]!.taps);
}

function vectorOf(build: NetBuilder, name: string, size: Dimension, options: ConvolutionTowerOptions): Value {
  const { rows, width, layers, units, activation, inputDropout } = options;
  const ids = input(name, ["batch", size], "int32");
  const vectors = embedding(build, "tokens", ids, { rows, width, optimiser: "adam" });
  const read = layers.reduce(
    (x, layer, index) => {
      const seen = conv1d(build, `convolution ${index + 1}`, x, { ...layer, activation: "relu" });
      return index < layers.length - 1 ? maxPool(seen, 2) : seen;
    },
    dropout(build, vectors, inputDropout),
  );
  return dense(build, "vector", globalMaxPool(read), { units, activation });
}

/** All texts equally long: what is left of a row is the token 0. */
function filledUp(texts: TokenTexts, length: number): Tensors {
  return Object.fromEntries(
    Object.entries(texts).map(([name, list]) => {
      const ids = new Int32Array(list.length * length);
      for (const [row, tokens] of list.entries()) ids.set(tokens, row * length);
      return [name, ints(ids, [list.length, length])];
    }),
  );
}
