import { EventEmitter, once } from "node:events";
import { expect, test } from "vitest";
import { Lent } from "../../../pipelines/retrieval/lent.ts";

test("Lent: ends at once when nobody uses it", async () => {
  const told: string[] = [];
  const lent = new Lent("index");
  await lent.use(async (thing) => told.push(thing));
  await lent.retire(async () => void told.push("ended"));
  expect(told).toEqual(["index", "ended"]);
});

test("Lent: ends once, when the last who uses it is done, whatever came of the work", async () => {
  const told: string[] = [];
  const lent = new Lent("index");
  const events = new EventEmitter();
  const uses = [lent.use(() => once(events, "finish")), lent.use(() => once(events, "finish for good"))];
  await lent.retire(async () => void told.push("ended"));
  events.emit("finish");
  await uses[0];
  expect(told).toEqual([]);
  events.emit("error", new Error("it failed"));
  await expect(uses[1]).rejects.toThrow("it failed");
  expect(told).toEqual(["ended"]);
});
