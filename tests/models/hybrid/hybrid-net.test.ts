import { expect, test } from "vitest";
import { servingInputs } from "../../../models/hybrid/hybrid-batch.ts";
import { fusions, type HybridConfig, hybridDefaults } from "../../../models/hybrid/hybrid-config.ts";
import { type HybridExample, hybridExamples } from "../../../models/hybrid/hybrid-examples.ts";
import { hybridNet } from "../../../models/hybrid/hybrid-net.ts";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { floats, numbersOf } from "../../../models/net/session.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep } from "../../../models/net/training-step.ts";
import { seededRandom } from "../../../models/random.ts";
import { slopes } from "../../support/evaluate-values.ts";
import { serveSmall } from "../../support/small-nets.ts";

const small: HybridConfig = {
  ...hybridDefaults,
  ...{
    width: 8,
    height: 8,
    filters: [3],
    wordWidth: 2,
    units: 2,
    longest: 4,
    gramRows: 40,
    gramWidth: 3,
    dimensions: 4,
  },
  ...{ dropout: 0, wordDropout: 0, hide: 0, flip: false, shift: 0, colour: 0, l2: 0.01, balance: true, alone: 0.5 },
};
const size = { rows: 9, categories: 3 };
const random = seededRandom(3);
const picture = () => Uint8Array.from({ length: 192 }, () => random.int(256));
const title = (words: readonly number[], grams: readonly number[]) => ({
  words,
  grams: Int32Array.from(grams),
  isReadable: true,
});
const unread = { words: [0], grams: Int32Array.of(0), isReadable: false };

/** Two of the first category and one of each other; one lacks a picture, another a title. */
const examples: readonly HybridExample[] = [
  { title: title([1, 2], [5, 6, 7]), picture: picture(), category: 0 },
  { title: title([3], [8]), picture: undefined, category: 1 },
  { title: unread, picture: picture(), category: 0 },
  { title: title([2, 4, 5], [9, 6]), picture: picture(), category: 2 },
];
const batch = hybridExamples(examples, small, 3, 1).batch(Int32Array.of(0, 1, 2, 3), 1);

test.for(fusions)("hybrid net, %s: each gradient is the slope of the loss", async (fusion) => {
  const net = hybridNet({ ...small, fusion }, size);
  const step = await openTrainingStep(net, { adam: { beta1: 0, beta2: 0.999, epsilon: 1e-7 } });
  const state = newState(step.plan, 4);
  const start = numbersOf(state.vectors.parameters!).slice();
  const lossAt = async (parameters: ArrayLike<number>) => {
    numbersOf(state.vectors.parameters!).set(Float32Array.from(parameters));
    state.step = 0;
    return step.run(state, batch, 0);
  };
  await lossAt(start);
  // with nothing remembered the first moments are the gradients
  const gradients = numbersOf(state.vectors["parameters first"]!).slice();
  const places = Array.from(start.keys()).filter((place) => place % 17 === 0);
  for (const place of places) {
    const [slope] = await slopes(
      floats([start[place]!], [1]),
      (moved) => lossAt(start.with(place, numbersOf(moved)[0]!)),
      2 ** -9,
    );
    expect(gradients[place], `parameter ${place}`).toBeCloseTo(slope!, 2);
  }
  await step.close();
});

/** What a net of these settings, trained for a few steps, gives for products. */
async function served(config: HybridConfig, products: Parameters<typeof servingInputs>[0]) {
  const net = hybridNet(config, size);
  const step = await openTrainingStep(net);
  const state = newState(step.plan, 2);
  for (let n = 0; n < 5; n++) await step.run(state, batch, 0.01);
  await step.close();
  const given = await serveSmall(compileServing(net, weightsOf(step.plan, state)), servingInputs(products, config));
  const rows = (name: string, width: number) =>
    products.map((_, row) => [...numbersOf(given[name]!).subarray(row * width, (row + 1) * width)]);
  return { probabilities: rows("probabilities", 3), vector: rows("vector", 4) };
}

test.for(fusions)("hybrid net, %s: what is not there has no say", async (fusion) => {
  const config = { ...small, fusion };
  const [whole, bare] = [examples[0]!, { ...examples[0]!, picture: undefined }];
  const untitled = { ...whole, title: unread };
  const alone = await served(config, [bare]);
  // beside others, whose longer titles fill it up
  const together = await served(config, [whole, bare, untitled, { title: unread, picture: undefined }]);
  for (const [place, value] of alone.probabilities[0]!.entries())
    expect(together.probabilities[1]![place]).toBeCloseTo(value, 5);
  expect(together.probabilities[3]).toEqual([1 / 3, 1 / 3, 1 / 3].map(Math.fround));
  const unlike = [0, 1, 2].map((row) => together.probabilities[row]!.map((value) => value.toFixed(4)).join());
  expect(new Set(unlike).size).toBe(3);
  for (const row of [0, 1, 2]) {
    expect(together.probabilities[row]!.reduce((all, value) => all + value)).toBeCloseTo(1, 5);
    const length = Math.hypot(...together.vector[row]!);
    expect(length === 0 || Math.abs(length - 1) < 1e-4).toBe(true);
  }
});
