import type { NetBuilder } from "../net.ts";
import { multiply, toFloat } from "../operations.ts";
import type { Value } from "../value.ts";

/** In training each element is 0 with probability `rate` and else 1 / (1 − rate) times itself; when serving nothing happens. */
export function dropout(build: NetBuilder, x: Value, rate: number): Value {
  if (build.mode === "serving" || rate === 0) return x;
  return multiply(x, multiply(toFloat(build.keepMask(x.shape, rate)), 1 / (1 - rate)));
}
