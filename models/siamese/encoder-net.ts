import { absoluteDifference } from "../net/distances.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { meanSquaredError } from "../net/losses.ts";
import type { Net } from "../net/net.ts";
import { concat, input, multiply } from "../net/operations.ts";
import type { Value } from "../net/value.ts";

/** How the net that compares two vectors is built. */
export interface ComparatorShape {
  readonly dimensions: number;
  /** Units of each dense layer before the last. */
  readonly hidden: readonly number[];
  /** Share of the numbers that each layer's input loses in training. */
  readonly dropout: number;
}

/** Grades from 0 to 1 from the vectors of query and title: dense layers over [q, t, |q − t|, q · t]. */
export function comparatorNet({ dimensions, hidden, dropout: rate }: ComparatorShape): Net {
  return {
    outputs: (build) => {
      const layers = hidden.map(
        (units, place) => (x: Value) =>
          dense(build, `hidden ${place + 1}`, dropout(build, x, rate), { units, activation: "relu" }),
      );
      const last = layers.reduce((x, layer) => layer(x), compared(dimensions));
      return { grade: dense(build, "grade", dropout(build, last, rate), { units: 1 }) };
    },
    loss: ({ grade }) => meanSquaredError(grade!, input("wanted", ["batch", 1])),
  };
}

/** A number of a unit vector is about 1/√dimensions; layers start best with inputs about 1. */
function compared(dimensions: number): Value {
  const [query, title] = ["query", "title"].map((name) =>
    multiply(input(name, ["batch", dimensions]), Math.sqrt(dimensions)),
  ) as [Value, Value];
  return concat([query, title, absoluteDifference(query, title), multiply(query, title)]);
}
