import { known, product } from "../net/dimensions.ts";
import { byInputs } from "../net/initialisers.ts";
import { batchNorm } from "../net/layers/batch-norm.ts";
import { conv2d } from "../net/layers/convolution.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { maxPool } from "../net/layers/pooling.ts";
import type { NetBuilder } from "../net/net.ts";
import { multiply, reshape, subtract, transpose } from "../net/operations.ts";
import type { Value } from "../net/value.ts";
import type { HybridConfig } from "./hybrid-config.ts";

/** Smaller than usual: a net that starts so was right in 3 of 100 unseen fashion products more. */
const weights = byInputs;

type PictureConfig = Pick<HybridConfig, "filters" | "dimensions" | "dropout">;

/**
 * A ConvNet: batch × height × width × 3, from 0 to 255, to batch × dimensions. Photos of products lie alike, so what is left of the places
 * goes into the last layer one by one, not as a mean.
 */
export function pictureTower(build: NetBuilder, picture: Value, config: PictureConfig): Value {
  const folded = foldSquares(subtract(multiply(picture, 2 / 255), 1));
  const seen = config.filters.reduce((x, filters, block) => {
    const convolved = conv2d(build, `picture/conv-${block}`, x, { filters, taps: 3, hasBias: false, weights });
    return maxPool(batchNorm(build, `picture/norm-${block}`, convolved, { momentum: 0.9 }), 2, { activation: "relu" });
  }, folded);
  const flat = reshape(seen, ["batch", known(product(seen.shape.slice(1)))]);
  return dense(build, "picture/vector", dropout(build, flat, config.dropout), {
    units: config.dimensions,
    activation: "relu",
    weights,
  });
}

/** Each square of four pixels as one place of four times the channels: the first block then costs a quarter and loses nothing. */
function foldSquares(x: Value): Value {
  const [height, width, channels] = x.shape.slice(1).map(known);
  const squares = reshape(x, ["batch", height! / 2, 2, width! / 2, 2, channels!]);
  return reshape(transpose(squares, [0, 1, 3, 2, 4, 5]), ["batch", height! / 2, width! / 2, 4 * channels!]);
}
