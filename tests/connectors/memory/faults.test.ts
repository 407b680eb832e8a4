import { expect, onTestFinished, test } from "vitest";
import { type Fault, withFaults } from "../../../connectors/memory/faults.ts";
import { createMemoryLog } from "../../../connectors/memory/memory-log.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { copy, follow, numbered, readAll, text, until } from "../../support/log-work.ts";

async function faultyLog(faults: readonly Fault[]) {
  const clock = createVirtualClock(0);
  const memory = createMemoryLog({ clock });
  onTestFinished(() => memory.close());
  const log = withFaults(memory, faults, clock);
  await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  await log.append(numbered(0, 4));
  const outputs = async () => (await readAll(log, "out")).map(({ value }) => text(value)).join("");
  return { log, clock, outputs };
}

test.each([
  ["crash-before-commit", "01", "0123"],
  ["crash-after-commit", "0123", "0123"],
] as const)(
  "faults: %s ends the follower, the next one goes on without loss or repetition",
  async (kind, before, after) => {
    const { log, outputs } = await faultyLog([{ kind, batch: 2 }]);
    const signal = new AbortController().signal;
    await expect(log.follow("in", "copy", copy, { signal, maxEntries: 2 })).rejects.toThrow(`injected ${kind}`);
    expect(await outputs()).toBe(before);
    const following = follow(log, "copy", copy, { maxEntries: 2 });
    await until(async () => (await outputs()).length >= 4);
    await following.end();
    expect(await outputs()).toBe(after);
  },
);

test("faults: duplicate-delivery shows a batch twice and makes the log at-least-once", async () => {
  const { log, outputs } = await faultyLog([{ kind: "duplicate-delivery", batch: 1, group: "copy" }]);
  expect(log.delivery).toBe("at-least-once");
  const following = follow(log, "copy", copy, { maxEntries: 2 });
  await until(async () => (await outputs()).length === 6);
  await following.end();
  expect(await outputs()).toBe("010123");
});

test("faults: a slow stage waits on the clock", async () => {
  const { log, clock, outputs } = await faultyLog([{ kind: "slow", batch: 1, ms: 60_000 }]);
  const following = follow(log, "copy", copy);
  await clock.advance(59_999);
  expect(await outputs()).toBe("");
  await clock.advance(1);
  await until(async () => (await outputs()) === "0123");
  await following.end();
});
