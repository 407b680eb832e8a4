import { expect, test } from "vitest";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { evaluateStage } from "../../../pipelines/stages/evaluate.ts";
import { aScoredEvent } from "../../support/events.ts";

const product = aScoredEvent({}).products[0]!;

/** A labelled event with these scores and grades, between 1 and 3. */
function judged(eventId: string, pairs: readonly (readonly [score: number, grade: number])[], model = "ridge-1") {
  const products = pairs.map(([score, grade], i) => ({
    ...product,
    productId: `p${i}`,
    position: i + 1,
    score,
    grade,
  }));
  return aScoredEvent({ eventId, model, labelMin: 1, labelMax: 3, scoreMin: 1, scoreMax: 3, products });
}

test("evaluate: sums errors over a batch by model, and hands them on with the last event of each", async () => {
  const batch = [
    judged("a", [
      [2, 3],
      [1, 1],
    ]),
    judged("b", [[1, 2]], "mean-1"),
    judged("c", [[3, 1]]),
  ];
  const outcomes = await evaluateStage().run(batch);
  expect(outcomes.map((outcome) => "emit" in outcome && outcome.emit.length > 0)).toEqual([false, true, true]);
  const whole = emitted(outcomes).filter(({ slice }) => slice === "all");
  expect(whole).toMatchObject([
    { model: "mean-1", searches: 1, pairs: 1, sumError: -1, sumAbsoluteError: 1, sumSquaredError: 1 },
    { model: "ridge-1", searches: 2, pairs: 3, sumError: -1 + 0 + 2, sumAbsoluteError: 3, sumSquaredError: 1 + 0 + 4 },
  ]);
});

test("evaluate: live events count for nothing", async () => {
  const live = aScoredEvent({ labelMin: null, labelMax: null, products: [{ ...product, grade: null }] });
  expect(await evaluateStage().run([live])).toEqual([{ emit: [] }]);
});

test("evaluate: parts of equal events have equal ids, whatever else is in the batch of another model", async () => {
  const alone = emitted(await evaluateStage().run([judged("a", [[2, 3]])]));
  const beside = emitted(await evaluateStage().run([judged("a", [[2, 3]]), judged("b", [[1, 2]], "mean-1")]));
  expect(beside.filter(({ model }) => model === "ridge-1")).toEqual(alone);
});

test("evaluate: a challenger is measured beside the champion, each on its own range, and each knows the other", async () => {
  const champion = judged("a", [
    [2, 3],
    [1, 1],
  ]);
  const challenged = {
    ...champion,
    challenger: { model: "ridge-2", scoreMin: 0, scoreMax: 1, isSeenQuery: true },
    products: champion.products.map((scored) => ({ ...scored, challengerScore: 0.25 })),
  };
  const outcomes = await evaluateStage().run([challenged, judged("b", [[3, 1]])]);
  const parts = emitted(outcomes);
  const figuresOf = (slice: string) =>
    parts
      .filter((part) => part.slice === slice)
      .map(({ model, value, searches, pairs, sumError, sumSquaredError }) => [
        model,
        value,
        searches,
        pairs,
        sumError,
        sumSquaredError,
      ]);
  // a quarter of 0 to 1 is 1.5 of 1 to 3
  expect(figuresOf("all")).toEqual([
    ["ridge-2", "all", 1, 2, -1.5 + 0.5, 2.25 + 0.25],
    ["ridge-1", "all", 2, 3, -1 + 0 + 2, 1 + 0 + 4],
  ]);
  expect(figuresOf("beside")).toEqual([
    ["ridge-2", "ridge-1", 1, 2, -1.5 + 0.5, 2.25 + 0.25],
    ["ridge-1", "ridge-2", 1, 2, -1 + 0, 1 + 0],
  ]);
  expect(figuresOf("seen_query").map(([model, value]) => [model, value])).toEqual([
    ["ridge-2", "seen"],
    ["ridge-1", "unknown"],
  ]);
  expect(new Set(parts.map((part) => part.evaluationId)).size).toBe(parts.length);
});
