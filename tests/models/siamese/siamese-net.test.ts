import { expect, test } from "vitest";
import { compileServing } from "../../../models/net/compile-serving.ts";
import { floats, openSession } from "../../../models/net/session.ts";
import { newState, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep } from "../../../models/net/training-step.ts";
import { convolutionTower } from "../../../models/siamese/convolution-tower.ts";
import { recurrentTower } from "../../../models/siamese/recurrent-tower.ts";
import { pairNet, towerNet } from "../../../models/siamese/siamese-net.ts";
import type { TextTokens } from "../../../models/siamese/text-tokens.ts";
import type { Tower } from "../../../models/siamese/tower.ts";
import { towerEmbedder } from "../../../models/siamese/tower-embedder.ts";

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

const digitTokens: TextTokens = {
  ...{ rows: 6, words: [], save: () => new Uint8Array() },
  of: ({ raw }, longest) => Array.from(raw.slice(0, longest), Number),
  key: ({ raw }) => raw,
};

/** The vectors that a tower with the weights of seed 1 gives texts of the tokens 1 to 5, all longer ones after the shorter, some at once. */
async function servedVectors(tower: Tower, atOnce: number) {
  const step = await openTrainingStep(pairNet({ tower, comparator }, 20, 0));
  const onnx = compileServing(towerNet({ tower, comparator }), weightsOf(step.plan, newState(step.plan, 1)));
  await step.close();
  const session = await openSession(onnx);
  const embedder = towerEmbedder({
    tower: { ...tower, textsPerRun: atOnce },
    tokens: digitTokens,
    session,
    space: "test",
  });
  const texts = Array.from({ length: 20 }, (_, i) =>
    Array.from({ length: i + 1 }, (_, j) => 1 + ((i * j) % 5)).join(""),
  );
  const vectors = await embedder.embed(texts.map((raw) => ({ raw, words: [], stems: [] })));
  await session.close();
  return { shape: session.inputShapes.text, vectors };
}

test("a tower with one convolution: texts filled no further than they need get the vectors that they get when filled up", async () => {
  const tower = convolutionTower({ ...convolution, characters: 20 });
  const filled = await servedVectors({ ...tower, servingSize: 20 }, 20);
  expect(filled.shape).toEqual(["batch", 20]);
  for (const atOnce of [1, 3, 20]) {
    const { shape, vectors } = await servedVectors(tower, atOnce);
    expect(shape).toEqual(["batch", "length"]);
    expect(vectors).toEqual(filled.vectors);
  }
});
