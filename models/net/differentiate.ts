import { describe, product } from "./dimensions.ts";
import { meet, passOn } from "./gradients.ts";
import { constant, reshape } from "./operations.ts";
import { inOrder } from "./traverse.ts";
import type { Value } from "./value.ts";

/** The gradients of a loss (one number) by some of the values it is made of, in their order. Throws when the loss doesn't depend on one. */
export function differentiate(loss: Value, by: readonly Value[]): readonly Value[] {
  if (product(loss.shape) !== 1) throw new Error(`a loss is one number, not ${describe(loss.shape)}`);
  const order = inOrder([loss]);
  const isOnTheWay = dependants(order, by);
  const found = new Map<Value, Value>([[loss, reshape(constant(1), loss.shape)]]);
  for (const y of order.toReversed()) {
    const dy = found.get(y);
    if (dy === undefined || !y.inputs.some((x) => isOnTheWay.has(x))) continue;
    for (const [position, gradient] of passOn(y, dy).entries()) {
      const x = y.inputs[position]!;
      if (gradient && isOnTheWay.has(x)) found.set(x, meet(found.get(x), gradient)!);
    }
  }
  return by.map((value) => found.get(value) ?? unreached(value));
}

/** The values between `by` and the end, both included: only they need a gradient. */
function dependants(order: readonly Value[], by: readonly Value[]): ReadonlySet<Value> {
  const found = new Set(by);
  for (const value of order) if (value.inputs.some((x) => found.has(x))) found.add(value);
  return found;
}

function unreached(value: Value): never {
  const name = "name" in value.attributes ? ` "${value.attributes.name}"` : "";
  throw new Error(`the loss doesn't depend on the ${value.op}${name}: leave it out or use it`);
}
