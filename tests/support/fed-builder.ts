import { NetBuilder } from "../../models/net/net.ts";
import type { Value } from "../../models/net/value.ts";

/** Builds for training with inputs in the place of parameters, in the order in which they are first asked for. */
export class FedBuilder extends NetBuilder {
  readonly #inputs: Value[];
  readonly #given = new Map<string, Value>();

  constructor(inputs: readonly Value[]) {
    super("training");
    this.#inputs = [...inputs];
  }

  override parameter(name: string): Value {
    const value = this.#given.get(name) ?? this.#inputs.shift();
    if (value === undefined) throw new Error(`no input is left for ${name}`);
    this.#given.set(name, value);
    return value;
  }
}
