import { expect } from "vitest";
import { differentiate } from "../../models/net/differentiate.ts";
import type { Shape } from "../../models/net/dimensions.ts";
import { encodeModel } from "../../models/net/onnx/encode-model.ts";
import { GraphWriter } from "../../models/net/onnx/graph-writer.ts";
import { input, multiply, sum } from "../../models/net/operations.ts";
import { floats, numbersOf, openSession, type Tensors } from "../../models/net/session.ts";
import type { Value } from "../../models/net/value.ts";
import { seededRandom } from "../../models/random.ts";
import { listOf, slopes } from "./evaluate-values.ts";

/** A function of float inputs whose gradient is to be checked. */
export interface Checked {
  /** Shape of each float input; names such as `batch` become 3. */
  readonly shapes: readonly Shape[];
  readonly of: (...inputs: Value[]) => Value;
  /** From which numbers the inputs are drawn; -1 to 1 unless said. */
  readonly range?: readonly [number, number];
  /** Whole-number inputs that `of` also uses. */
  readonly feeds?: Tensors;
}

/** Lengths that named dimensions take in a check. */
const lengths: Readonly<Record<string, number>> = { batch: 3, tokens: 13 };

/** Expects the gradient by each input to be the slope of the function, weighted unevenly so that nothing cancels out. */
export async function expectTrueGradients({ shapes, of, range = [-1, 1], feeds = {} }: Checked): Promise<void> {
  const random = seededRandom(7);
  const draw = ([low, high]: readonly [number, number]) => low + (high - low) * random.uniform();
  const inputs = shapes.map((shape, index) => input(`x${index}`, shape));
  const given = Object.fromEntries(
    shapes.map((shape, index) => {
      const dims = shape.map((dimension) => lengths[dimension] ?? Number(dimension));
      const size = dims.reduce((all, length) => all * length, 1);
      return [
        `x${index}`,
        floats(
          Array.from({ length: size }, () => draw(range)),
          dims,
        ),
      ];
    }),
  );
  const y = of(...inputs);
  const weights = input("weights", y.shape);
  const loss = sum(multiply(y, weights));
  const gradients = differentiate(loss, inputs);
  const outputs = Object.fromEntries([["y", y], ["loss", loss], ...gradients.map((dx, index) => [`dx${index}`, dx])]);
  const writer = new GraphWriter(() => expect.fail("nothing is kept here"));
  const session = await openSession(encodeModel(writer.outputs(outputs).graph()));
  const run = (some: Tensors) => {
    const all: Tensors = { ...feeds, ...some };
    return session.run(Object.fromEntries(session.inputNames.map((name) => [name, all[name]!])));
  };
  const dims = await outputDims(y, { ...feeds, ...given });
  const size = dims.reduce((all, length) => all * length, 1);
  const weighted: Tensors = {
    ...given,
    weights: floats(
      Array.from({ length: size }, () => draw([-1, 1])),
      dims,
    ),
  };
  const found = await run(weighted);
  for (const [index] of shapes.entries()) {
    const name = `x${index}`;
    const truth = await slopes(
      weighted[name]!,
      async (moved) => numbersOf((await run({ ...weighted, [name]: moved })).loss!)[0]!,
    );
    const claimed = listOf(found[`d${name}`]!);
    expect(claimed).toHaveLength(truth.length);
    for (const [place, slope] of truth.entries()) expect(claimed[place], `${name}[${place}]`).toBeCloseTo(slope, 2);
  }
  await session.close();
}

async function outputDims(y: Value, feeds: Tensors): Promise<readonly number[]> {
  const writer = new GraphWriter(() => expect.fail("nothing is kept here"));
  const session = await openSession(encodeModel(writer.outputs({ y }).graph()));
  const given = await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])));
  await session.close();
  return given.y!.dims;
}
