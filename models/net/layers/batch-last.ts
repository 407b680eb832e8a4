import { reshape, transpose } from "../operations.ts";
import type { Value } from "../value.ts";

/** Batch × places × channels as 1 × channels × places × batch: how convolutions and pooling work inside. Costs nothing after `batchFirst`. */
export function batchLast(x: Value): Value {
  const turned = transpose(x, endsSwapped(x.shape.length));
  return reshape(turned, [1, ...turned.shape]);
}

/** 1 × channels × places × batch as batch × places × channels: how layers pass it on. */
export function batchFirst(x: Value): Value {
  return transpose(reshape(x, x.shape.slice(1)), endsSwapped(x.shape.length - 1));
}

function endsSwapped(rank: number): readonly number[] {
  return [rank - 1, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 1), 0];
}
