import { known } from "../dimensions.ts";
import {
  concat,
  greater,
  max,
  maximum,
  mean,
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

/** The mean of every `size` neighbours along each axis between the batch and the channels; what is left over at an end is dropped. */
export function averagePool(x: Value, size: number, { activation = "linear" }: PoolOptions = {}): Value {
  const last = batchLast(x);
  const axes = last.shape.map((_, axis) => axis).slice(2, -1);
  const average = (some: Value, axis: number) => {
    const { windows, pooledShape } = windowsOf("averagePool", some, axis, size);
    return reshape(mean(windows, [axis + 1]), pooledShape);
  };
  return batchFirst(activations[activation](axes.reduce(average, last)));
}

/** The greatest of all places: batch × channels; equal ones share the gradient. */
export function globalMaxPool(x: Value): Value {
  return allPlaces(x, max);
}

/** The mean of all places: batch × channels. */
export function globalAveragePool(x: Value): Value {
  return allPlaces(x, mean);
}

function allPlaces(x: Value, pool: (x: Value, axes: readonly number[]) => Value): Value {
  const last = batchLast(x);
  const pooled = pool(last, last.shape.map((_, axis) => axis).slice(2, -1));
  return transpose(reshape(pooled, [x.shape.at(-1)!, x.shape[0]!]), [1, 0]);
}

/** The neighbours along an axis on an axis of their own behind it, and the shape without that one. */
function windowsOf(layer: string, x: Value, axis: number, size: number) {
  const length = known(x.shape[axis]);
  const count = Math.floor(length / size);
  if (count === 0)
    throw new Error(`${layer}: a length of ${length} has no ${size} neighbours; take longer texts or a smaller pool`);
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const windows = reshape(slice(x, axis, 0, count * size), [...before, count, size, ...after]);
  return { windows, pooledShape: [...before, count, ...after], usedShape: [...before, count * size, ...after] };
}

function poolAxis(x: Value, axis: number, size: number): Value {
  const { windows, pooledShape, usedShape } = windowsOf("maxPool", x, axis, size);
  const pooled = greatestPart(windows, axis + 1);
  const y = reshape(pooled.value, pooledShape);
  return withBackward(y, [x], (dy) => {
    const byPart = pooled.backward(reshape(dy, pooled.value.shape));
    return [pad(reshape(byPart, usedShape), axis, 0, known(x.shape[axis]) - known(usedShape[axis]))];
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
