import { known } from "../dimensions.ts";
import { max, reshape, slice } from "../operations.ts";
import type { Value } from "../value.ts";

/** The greatest of every `size` neighbours along axis 1 of batch × length × channels; what is left over at the end is dropped. */
export function maxPool(x: Value, size: number): Value {
  const [batch, length, channels] = x.shape;
  const pooled = Math.floor(known(length) / size);
  if (pooled === 0)
    throw new Error(`maxPool: a length of ${length} has no ${size} neighbours; take longer texts or a smaller pool`);
  const whole = slice(x, 1, 0, pooled * size);
  const windows = reshape(whole, [batch!, pooled, size, channels!]);
  return reshape(max(windows, [2]), [batch!, pooled, channels!]);
}

/** The greatest along axis 1 of batch × length × channels: batch × channels. */
export function globalMaxPool(x: Value): Value {
  const [batch, , channels] = x.shape;
  return reshape(max(x, [1]), [batch!, channels!]);
}
