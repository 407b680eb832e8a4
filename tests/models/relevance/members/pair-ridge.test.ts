import { expect, test } from "vitest";
import { pairRidgeMember } from "../../../../models/relevance/members/pair-ridge.ts";
import { relevance } from "../../../../models/relevance/relevance.ts";
import { fitPairRidge, pairPenalties } from "../../../../models/sparse/pair-ridge.ts";
import { pairTexts } from "../../../support/pair-texts.ts";
import { bareSurroundings, quietRun } from "../../../support/training-run.ts";

const colours = ["red", "white", "black", "green"];
const things = ["door", "paint", "fan", "saw", "tap"];
const pairs = things.flatMap((thing) =>
  things.map((other, i) => [`${colours[i % 4]} ${thing}`, `${colours[i % 4]} ${other}`] as const),
);
const rows = {
  ...{ featureSet: "test-1", names: [], values: new Float32Array(), count: pairs.length, labelMin: 1, labelMax: 3 },
  grades: Float32Array.from(pairs, ([query, title]) => (query === title ? 3 : 1)),
  texts: pairTexts(pairs),
};
const folds = Uint8Array.from(pairs, (_, row) => row % 3);

const fitted = (unit: "words" | "characters", factor: number) => {
  const penalty = factor * pairPenalties[unit];
  return fitPairRidge({ texts: rows.texts, grades: rows.grades, folds }, { unit, penalty }, quietRun());
};
const errorOf = (scores: Float32Array) => scores.reduce((sum, score, row) => sum + (score - rows.grades[row]!) ** 2, 0);

test.each(["words", "characters"] as const)("pairRidgeMember: says what a ridge on %s says", async (unit) => {
  const kind = pairRidgeMember(unit);
  const { member, outOfFold } = await kind.fit(rows, folds, relevance.defaults, quietRun());
  const candidates = [1, 3, 9, 27].map((factor) => fitted(unit, factor));
  const chosen = candidates.findIndex((candidate) =>
    Buffer.from(candidate.outOfFold.buffer).equals(Buffer.from(outOfFold.buffer)),
  );
  const errors = candidates.map((candidate) => errorOf(candidate.outOfFold));
  // the first that no larger penalty right after it betters
  expect(chosen).toBe(errors.findIndex((error, i) => i === 3 || errors[i + 1]! >= error));
  expect(await member.columns(rows)).toEqual(await candidates[chosen]!.model.predict(rows.texts));
  expect(member.names).toEqual([`ridge regression on ${unit}`]);
  const loaded = await kind.load(member.save(), bareSurroundings);
  expect(await loaded.columns(rows)).toEqual(await member.columns(rows));
  await expect(kind.load({}, bareSurroundings)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  const { texts: _, ...without } = rows;
  await expect(member.columns(without)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
});

test("pairRidgeMember: progress rises over all penalties", async () => {
  const shares: number[] = [];
  const run = quietRun({ progress: ({ share }) => shares.push(share) });
  await pairRidgeMember("words").fit(rows, folds, relevance.defaults, run);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBeLessThanOrEqual(1);
});
