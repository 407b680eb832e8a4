import { expect, test } from "vitest";
import { othersTurn } from "../../models/others-turn.ts";

test("othersTurn: what waited before it is done first, timers that are due included", async () => {
  const done: string[] = [];
  setImmediate(() => done.push("waited"));
  await othersTurn();
  done.push("went on");
  expect(done).toEqual(["waited", "went on"]);
});
