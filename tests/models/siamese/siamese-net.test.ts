import { expect, test } from "vitest";
import { floats } from "../../../models/net/session.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep } from "../../../models/net/training-step.ts";
import { convolutionTower } from "../../../models/siamese/convolution-tower.ts";
import { recurrentTower } from "../../../models/siamese/recurrent-tower.ts";
import { pairNet } from "../../../models/siamese/siamese-net.ts";
import type { Tower } from "../../../models/siamese/tower.ts";

const tokens = { rows: 6, width: 3, units: 4, inputDropout: 0 };
const convolution = { ...tokens, characters: 8, layers: [{ filters: 5, taps: 3 }], activation: "linear" } as const;
const comparator = { distance: "absolute", hidden: 3, dropout: 0, centre: 2, spread: 1 } as const;

/** The loss of a net with the weights of seed 1, and the squares of all those weights that are no biases. */
async function lossOf(tower: Tower, l2: number) {
  const step = await openTrainingStep(pairNet({ tower, comparator }, 8, l2));
  const state = newState(step.plan, 1);
  const squares = [...weightsOf(step.plan, state)]
    .filter(([name]) => !name.endsWith("bias") && name !== "tokens/vectors")
    .map(([, values]) => values.reduce((sum, value) => sum + value ** 2, 0));
  const { inputs, rows = {} } = tower.trainingBatch({ query: [[1, 2]], title: [[3, 2, 5]] }, 8);
  const loss = await step.run(state, { inputs: { ...inputs, grade: floats([3], [1, 1]) }, rows }, 0);
  await step.close();
  return { loss, penalty: l2 * squares.reduce((sum, value) => sum + value, 0) };
}

test.for([
  ["recurrent", recurrentTower({ ...tokens, isBidirectional: false, sizes: [8] })],
  ["convolution", convolutionTower(convolution)],
] as const)("pairNet: the L2 penalty of a %s tower leaves out biases and token vectors", async ([, tower]) => {
  const [plain, penalised] = [await lossOf(tower, 0), await lossOf(tower, 0.5)];
  expect(penalised.loss - plain.loss).toBeCloseTo(penalised.penalty, 4);
});
