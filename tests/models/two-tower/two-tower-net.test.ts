import { expect, test } from "vitest";
import type { Net } from "../../../models/net/net.ts";
import { add } from "../../../models/net/operations.ts";
import { floats, numbersOf } from "../../../models/net/session.ts";
import { newState, type TrainingState, type Weights, weightsOf } from "../../../models/net/training-state.ts";
import { type Batch, openTrainingStep, type TrainingStep } from "../../../models/net/training-step.ts";
import { seededRandom } from "../../../models/random.ts";
import { examplesOf } from "../../../models/two-tower/examples.ts";
import { plainReader } from "../../../models/two-tower/text-reader.ts";
import { formOf } from "../../../models/two-tower/two-tower-model.ts";
import { choiceLosses, trainingNet } from "../../../models/two-tower/two-tower-net.ts";
import { slopes } from "../../support/evaluate-values.ts";
import { smallHistory, smallTowers } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const trained = await trainSmallTowers();
const { table } = trained.placed;
const { names } = trained.state;

/** The net with nothing left to chance but the batch. */
const certain = { ...smallTowers, dropout: 0, idDropout: 0.2, l2: 1e-4, vectorL2: 0.01, batchSize: 24 };

/** A net that learns by its query loss twice: what it loses more is that loss alone. */
function withQueryTwice(net: Net, loss: "softmax" | "bce"): Net {
  return {
    outputs: net.outputs,
    loss: (outputs, build) => add(net.loss(outputs, build), choiceLosses[loss](outputs.query!)),
  };
}

/** Weights far from zero, so that no gradient is right by chance; biases so far that few units stand at the kink of ReLU. */
function uneven(weights: Weights): Weights {
  const random = seededRandom(5);
  const drawn = (least: number, most: number) =>
    (random.uniform() < 0.3 ? -1 : 1) * (least + (most - least) * random.uniform());
  return new Map(
    [...weights].map(([name, values]) => {
      const [least, most] = name.endsWith("/bias") ? [0.5, 1] : [0, 0.3];
      return [name, values.map(() => drawn(least!, most!))];
    }),
  );
}

/** The loss with some weights, which stay as they are. */
async function lossWith(step: TrainingStep, state: TrainingState, batch: Batch, weights: Weights): Promise<number> {
  for (const { attributes, offset } of step.plan.parameters)
    numbersOf(state.vectors.parameters!).set(weights.get(attributes.name)!, offset);
  for (const [name, { values }] of state.tables) values.set(weights.get(name)!);
  state.step = 0;
  return step.run(state, batch, 0);
}

/** The first moments, which are the gradients where nothing is remembered. */
function gradientsOf({ plan }: TrainingStep, state: TrainingState): Weights {
  const first = numbersOf(state.vectors["parameters first"]!);
  return new Map([
    ...plan.parameters.map(
      ({ attributes, offset, size }) => [attributes.name, first.slice(offset, offset + size)] as const,
    ),
    ...[...state.tables].map(([name, table]) => [name, table.first.slice()] as const),
  ]);
}

/** Where gradients are largest, and some other places. */
function placesOf(gradients: Float32Array): readonly number[] {
  const random = seededRandom(gradients.length);
  const ranked = [...gradients.keys()].sort((one, other) => Math.abs(gradients[other]!) - Math.abs(gradients[one]!));
  return [...new Set([ranked[0]!, random.int(gradients.length)])];
}

test.for(["softmax", "bce"] as const)("two-tower net, by %s: each gradient is the slope of the loss", async (loss) => {
  const config = { ...certain, loss };
  const net = trainingNet(formOf({ config, names, reader: plainReader }), config);
  const settings = { adam: { beta1: 0, beta2: 0.999, epsilon: 1e-7 } };
  const [step, other] = [
    await openTrainingStep(net, settings),
    await openTrainingStep(withQueryTwice(net, loss), settings),
  ];
  const state = newState(step.plan, 1);
  const batch = examplesOf(smallHistory(), table, names.users, config, 1).batch(
    Int32Array.from({ length: 24 }, (_, place) => 25 * place),
    1,
  );
  const start = uneven(weightsOf(step.plan, state));
  await lossWith(step, state, batch, start);
  const gradients = gradientsOf(step, state);
  for (const [name, own] of gradients) {
    const largest = Math.max(...own.map(Math.abs));
    expect(largest, name).toBeGreaterThan(0);
    // nearer, the loss is too coarse for small slopes; further, large ones bend
    const distance = largest > 0.1 ? 2 ** -12 : 2 ** -8;
    for (const place of placesOf(own)) {
      const before = start.get(name)!;
      const slopeOf = (net: TrainingStep) =>
        slopes(
          floats([before[place]!], [1]),
          (moved) => lossWith(net, state, batch, new Map([...start, [name, before.with(place, numbersOf(moved)[0]!)]])),
          distance,
        );
      const [slope] = await slopeOf(step);
      const [twice] = await slopeOf(other);
      // queries don't move products, so what their loss says of them is left out
      const expected = name.startsWith("query/") ? slope! : 2 * slope! - twice!;
      expect(Math.abs(own[place]! - expected), `${name}[${place}]: ${own[place]} is not ${expected}`).toBeLessThan(
        0.03 * largest + 1e-4,
      );
    }
  }
  await step.close();
  await other.close();
});
