import { known } from "../dimensions.ts";
import { max, reshape, slice } from "../operations.ts";
import type { Value } from "../value.ts";

/** The greatest of every `size` neighbours along each axis between the batch and the channels; what is left over at an end is dropped. */
export function maxPool(x: Value, size: number): Value {
  return placeAxes(x).reduce((pooled, axis) => poolAxis(pooled, axis, size), x);
}

/** The greatest of all places: batch × channels. */
export function globalMaxPool(x: Value): Value {
  return reshape(max(x, placeAxes(x)), [x.shape[0]!, x.shape.at(-1)!]);
}

function placeAxes({ shape }: Value): readonly number[] {
  return shape.map((_, axis) => axis).slice(1, -1);
}

function poolAxis(x: Value, axis: number, size: number): Value {
  const length = known(x.shape[axis]);
  const count = Math.floor(length / size);
  if (count === 0)
    throw new Error(`maxPool: a length of ${length} has no ${size} neighbours; take longer texts or a smaller pool`);
  const [before, after] = [x.shape.slice(0, axis), x.shape.slice(axis + 1)];
  const windows = reshape(slice(x, axis, 0, count * size), [...before, count, size, ...after]);
  return reshape(max(windows, [axis + 1]), [...before, count, ...after]);
}
