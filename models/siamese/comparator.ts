import { absoluteDifference, distances, euclideanDistance } from "../net/distances.ts";
import { all, zeroes } from "../net/initialisers.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import type { NetBuilder } from "../net/net.ts";
import { add, concat, multiply, negate } from "../net/operations.ts";
import type { Value } from "../net/value.ts";

/** What the vectors of query and title are compared by: element by element, by one number, or by all of these and the vectors themselves. */
export const distanceChoices = {
  absolute: absoluteDifference,
  euclidean: (a: Value, b: Value) => negate(euclideanDistance(a, b)),
  cosine: distances.cosine,
  all: (a: Value, b: Value) =>
    concat([a, b, absoluteDifference(a, b), multiply(a, b), euclideanDistance(a, b), distances.cosine(a, b)]),
} as const satisfies Readonly<Record<string, (a: Value, b: Value) => Value>>;

/** The name of a way to compare two vectors. */
export type Distance = keyof typeof distanceChoices;

/** The half of a Siamese net that turns two vectors into a score. */
export interface ComparatorOptions {
  readonly distance: Distance;
  /** Units of a dense layer between distance and score; 0 for none. One number that says how near the vectors are needs none. */
  readonly hidden: number;
  readonly dropout: number;
  /** What the grades are around, and how far they spread: where a net that knows nothing starts. */
  readonly centre: number;
  readonly spread: number;
}

/** The score of each pair, batch × 1, in the unit of the grades. */
export function compare(build: NetBuilder, query: Value, title: Value, options: ComparatorOptions): Value {
  const compared = distanceChoices[options.distance](query, title);
  const grade = compared.shape.at(-1) === 1 ? scaled(build, compared) : weighed(build, compared, options);
  return add(multiply(grade, options.spread), options.centre);
}

/** One number on another scale. It starts as it is: what is nearer scores higher. */
function scaled(build: NetBuilder, nearness: Value): Value {
  const scale = build.parameter("score/scale", [1], all(1));
  return add(multiply(nearness, scale), build.parameter("score/bias", [1], zeroes));
}

function weighed(build: NetBuilder, compared: Value, { hidden, dropout: rate }: ComparatorOptions): Value {
  const kept = dropout(build, compared, rate);
  const seen =
    hidden === 0 ? kept : dropout(build, dense(build, "hidden", kept, { units: hidden, activation: "relu" }), rate);
  return dense(build, "score", seen, { units: 1 });
}
