import { expect, test } from "vitest";
import { countTowardsTurn, othersTurn } from "../../models/others-turn.ts";

test("othersTurn: what waited before it is done first, timers that are due included", async () => {
  const done: string[] = [];
  setImmediate(() => done.push("waited"));
  await othersTurn();
  done.push("went on");
  expect(done).toEqual(["waited", "went on"]);
});

test("countTowardsTurn: it is the others' turn after each 2,000 words", () => {
  const isOthersTurn = countTowardsTurn();
  expect([1_999, 1, 0, 1_000, 999, 1, 5_000, 1].map(isOthersTurn)).toEqual([
    false,
    true,
    false,
    false,
    false,
    true,
    true,
    false,
  ]);
});
