import { known } from "../dimensions.ts";
import {
  concat,
  greater,
  max,
  maximum,
  multiply,
  pad,
  parts,
  reshape,
  slice,
  subtract,
  transpose,
  withBackward,
} from "../operations.ts";
import type { Value } from "../value.ts";
import { batchFirst, batchLast } from "./batch-last.ts";
import { type Activation, activations } from "./dense.ts";

/** Pooling. */
export interface PoolOptions {
  /** Applied to what is left; `linear` unless said. For a rising one it's the same as before pooling, over fewer numbers. */
  readonly activation?: Activation;
}

/**
 * The greatest of every `size` neighbours along each axis between the batch and the channels; what is left over at an end is dropped.
 * Of equal ones the first gets the gradient, as in Keras.
 */
export function maxPool(x: Value, size: number, { activation = "linear" }: PoolOptions = {}): Value {
  const last = batchLast(x);
  const axes = last.shape.map((_, axis) => axis).slice(2, -1);
  return batchFirst(activations[activation](axes.reduce((pooled, axis) => poolAxis(pooled, axis, size), last)));
}

/** The greatest of all places: batch × channels; equal ones share the gradient. */
export function globalMaxPool(x: Value): Value {
  const last = batchLast(x);
  const greatest = max(last, last.shape.map((_, axis) => axis).slice(2, -1));
  return transpose(reshape(greatest, [x.shape.at(-1)!, x.shape[0]!]), [1, 0]);
}

function poolAxis(x: Value, axis: number, size: number): Value {
  const length = known(x.shape[axis]);
  const count = Math.floor(length / size);
  if (count === 0)
    throw new Error(`maxPool: a length of ${length} has no ${size} neighbours; take longer texts or a smaller pool`);
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const windows = reshape(slice(x, axis, 0, count * size), [...before, count, size, ...after]);
  const pooled = greatestPart(windows, axis + 1);
  const y = reshape(pooled.value, [...before, count, ...after]);
  return withBackward(y, [x], (dy) => {
    const byPart = pooled.backward(reshape(dy, pooled.value.shape));
    return [pad(reshape(byPart, [...before, count * size, ...after]), axis, 0, length - count * size)];
  });
}

/** The greatest along a short axis, part by part, and what leads a gradient back to it. */
function greatestPart(x: Value, axis: number): { readonly value: Value; backward(dy: Value): Value } {
  const neighbours = parts(x, Array(known(x.shape[axis])).fill(1), axis);
  const greatest: Value[] = [neighbours[0]!];
  for (const next of neighbours.slice(1)) greatest.push(maximum(next, greatest.at(-1)!));
  return {
    value: greatest.at(-1)!,
    backward(dy) {
      let left = dy;
      const gradients: Value[] = [];
      for (let part = neighbours.length - 1; part > 0; part--) {
        const own = multiply(left, greater(neighbours[part]!, greatest[part - 1]!));
        gradients.unshift(own);
        left = subtract(left, own);
      }
      return concat([left, ...gradients], axis);
    },
  };
}
