import { expect, test } from "vitest";
import { createInHand, inWords } from "../../pipelines/in-hand.ts";
import { createVirtualClock } from "../../pipelines/testing.ts";

const batch = { group: "score", topic: "embeddings", partition: 2 };

test("createInHand: a batch is in hand while work on it goes on, and no longer, however it ends", async () => {
  const clock = createVirtualClock(1_000);
  const inHand = createInHand(clock);
  let fail: (error: Error) => void = () => {};
  const work = inHand.during(
    batch,
    () =>
      new Promise<never>((_, reject) => {
        fail = reject;
      }),
  );
  expect(inHand.batches()).toEqual([{ ...batch, since: 1_000 }]);
  fail(new Error("broken"));
  await expect(work).rejects.toThrow("broken");
  expect(inHand.batches()).toEqual([]);
  expect(await inHand.during(batch, async () => 7)).toBe(7);
});

test("inWords: says which step, where and for how long", () => {
  expect(inWords({ ...batch, since: 1_000 }, 12_400)).toBe('step "score" on partition 2 of "embeddings" for 11 s');
});
