import { describe, type Shape } from "./dimensions.ts";
import { keepMask, parameter, statistic, table } from "./operations.ts";
import type { Initialiser, Value } from "./value.ts";

/** What a net is built for. Serving keeps everything, drops nothing, and takes raw row numbers and running statistics. */
export type Mode = "training" | "serving";

/** A net, described once: called for each mode, it gives the same function of the same parameters. */
export interface Net {
  /** What it gives, by name. */
  outputs(build: NetBuilder): Readonly<Record<string, Value>>;
  /** What training makes small: one number. */
  loss(outputs: Readonly<Record<string, Value>>, build: NetBuilder): Value;
}

/** Hands out what a net keeps, each name once: layers that are applied twice share it. */
export class NetBuilder {
  readonly mode: Mode;
  readonly #kept = new Map<string, Value>();
  readonly #updates = new Map<Value, Value>();
  #masks = 0;

  constructor(mode: Mode) {
    this.mode = mode;
  }

  /** Something that dense Adam learns. */
  parameter(name: string, shape: readonly number[], initialise: Initialiser): Value {
    return this.#once(name, parameter(name, shape, initialise));
  }

  /** An embedding table that sparse Adam learns: in training the rows a batch touches, when serving all. */
  table(name: string, rows: number, width: number, initialise: Initialiser): Value {
    return this.#once(name, table(name, rows, width, initialise));
  }

  /** A vector that is kept but not learned. */
  statistic(name: string, size: number, start: number): Value {
    return this.#once(name, statistic(name, size, start));
  }

  /** What a statistic becomes after this step; of several the last counts. */
  update(kept: Value, next: Value): void {
    this.#updates.set(kept, next);
  }

  /** What each statistic becomes. */
  get updates(): ReadonlyMap<Value, Value> {
    return this.#updates;
  }

  /** The learned matrices so far, without biases and other vectors: what a penalty on weights is for. */
  get matrices(): readonly Value[] {
    return [...this.#kept.values()].filter(({ op, shape }) => op === "parameter" && shape.length >= 2);
  }

  /** A new mask for dropout. */
  keepMask(shape: Shape, rate: number): Value {
    return keepMask(`keep ${this.#masks++}`, shape, rate);
  }

  #once(name: string, made: Value): Value {
    const before = this.#kept.get(name);
    if (before === undefined) this.#kept.set(name, made);
    else if (before.op !== made.op || describe(before.shape) !== describe(made.shape)) {
      throw new Error(
        `"${name}" is a ${before.op} ${describe(before.shape)}, not a ${made.op} ${describe(made.shape)}`,
      );
    }
    return before ?? made;
  }
}
