import { expect, onTestFinished, test } from "vitest";
import type { BatchHandler, FollowOptions } from "../../../connectors/event-log.ts";
import { heartbeat } from "../../../connectors/following/leases.ts";
import { Tenure } from "../../../connectors/following/tenure.ts";
import { createFollowing, type FollowingUnderTest, leaseMs, noting } from "../../support/following.ts";

/** A tenure of member "m" on partition 0 of `in`, at work. */
async function atWork(
  { store, following, clock }: FollowingUnderTest,
  handle: BatchHandler,
  options: Partial<FollowOptions> = {},
) {
  await store.changeGroup("in", "g", (group) => heartbeat(group, "m", clock.now(), leaseMs));
  const claim = { topic: "in", group: "g", partition: 0, member: "m", epoch: 1 };
  const tenure = new Tenure(following, claim, handle, { signal: new AbortController().signal, ...options });
  const errors: unknown[] = [];
  tenure.begin(
    async () => {},
    (error) => errors.push(error),
  );
  onTestFinished(async () => {
    tenure.end();
    await clock.advance(0);
    await tenure.done;
  });
  await clock.advance(0);
  return { tenure, errors };
}

test("tenure: without lingering a batch is handled as soon as there is an entry", async () => {
  const made = createFollowing();
  const batches: (readonly string[])[] = [];
  const { tenure } = await atWork(made, noting(batches));
  made.send("1");
  await made.clock.advance(0);
  made.send("2", "3");
  await made.clock.advance(0);
  expect(batches).toEqual([["1"], ["2", "3"]]);
  expect(tenure.commits).toBe(2);
  expect(made.store.position("in", "g", 0)).toBe(3);
  expect(made.following.counts).toMatchObject({ commits: 2, aborts: 0, fenced: 0 });
});

test("tenure: lingering, a batch takes in what comes in time and is handled when the time is over", async () => {
  const made = createFollowing();
  const batches: (readonly string[])[] = [];
  await atWork(made, noting(batches), { lingerMs: 100 });
  made.send("1");
  await made.clock.advance(60);
  made.send("2");
  await made.clock.advance(39);
  expect(batches).toEqual([]);
  await made.clock.advance(1);
  expect(batches).toEqual([["1", "2"]]);
  made.send("3");
  await made.clock.advance(99);
  expect(batches).toHaveLength(1);
  await made.clock.advance(1);
  expect(batches).toEqual([["1", "2"], ["3"]]);
});

test.each([
  ["entries", { maxEntries: 3 }, ["2", "3"], ["1", "2", "3"]],
  ["entries, with more to come", { maxEntries: 3 }, ["2", "3", "4"], ["1", "2", "3"]],
  ["bytes", { maxBytes: 3 }, ["2", "3"], ["1", "2", "3"]],
  ["bytes, as far as the next entry fits", { maxBytes: 3 }, ["2", "a longer one"], ["1", "2"]],
])("tenure: lingering ends early for a batch that has all the %s it may have", async (_, limits, values, first) => {
  const made = createFollowing();
  const batches: (readonly string[])[] = [];
  await atWork(made, noting(batches), { lingerMs: 100, ...limits });
  made.send("1");
  await made.clock.advance(20);
  expect(batches).toEqual([]);
  made.send(...values);
  await made.clock.advance(0);
  expect(batches[0]).toEqual(first);
  await made.clock.advance(100);
  expect(batches.flat()).toEqual(["1", ...values]);
});

test("tenure: told to end while it lingers, it handles nothing and the position stays", async () => {
  const made = createFollowing();
  const batches: (readonly string[])[] = [];
  const { tenure } = await atWork(made, noting(batches), { lingerMs: 100 });
  made.send("1");
  await made.clock.advance(50);
  tenure.end();
  await tenure.done;
  expect([batches, made.store.position("in", "g", 0)]).toEqual([[], undefined]);
});

test("tenure: told to end in a batch, it commits that batch and begins no other", async () => {
  const made = createFollowing();
  const seen: number[] = [];
  const ending: { now?: () => void } = {};
  const { tenure } = await atWork(
    made,
    async (entries) => {
      seen.push(entries.length);
      ending.now!();
      return [{ topic: "out", key: null, value: Buffer.from("done") }];
    },
    { maxEntries: 1 },
  );
  ending.now = () => tenure.end();
  made.send("1", "2");
  await made.clock.advance(0);
  await tenure.done;
  expect([seen, made.store.position("in", "g", 0), made.store.extent("out", 0).end]).toEqual([[1], 1, 1]);
});

test("tenure: begins where it is told, before the committed position", async () => {
  const made = createFollowing();
  made.send("0", "1", "2");
  const batches: (readonly string[])[] = [];
  const asked: number[] = [];
  const startAt = async (partition: number) => {
    asked.push(partition);
    return 2;
  };
  await atWork(made, noting(batches), { startAt });
  expect([asked, batches]).toEqual([[0], [["2"]]]);
});

test("tenure: a batch whose lease ran out meanwhile is dropped whole", async () => {
  const made = createFollowing();
  const slow: BatchHandler = async () => {
    await made.clock.wait(leaseMs);
    return [{ topic: "out", key: null, value: Buffer.from("late") }];
  };
  const { tenure } = await atWork(made, slow);
  made.send("1");
  await made.clock.advance(leaseMs);
  await tenure.done;
  expect([tenure.isLost, tenure.commits]).toEqual([true, 0]);
  expect([made.store.position("in", "g", 0), made.store.extent("out", 0).end]).toEqual([undefined, 0]);
  expect(made.following.counts).toMatchObject({ commits: 0, aborts: 1, fenced: 1 });
});

test("tenure: what a handler throws is told, and nothing is committed", async () => {
  const made = createFollowing();
  const { tenure, errors } = await atWork(made, () => Promise.reject(new Error("broken")));
  made.send("1");
  await made.clock.advance(0);
  await tenure.done;
  expect(errors).toEqual([new Error("broken")]);
  expect([tenure.isLost, made.store.position("in", "g", 0)]).toEqual([false, undefined]);
  expect(made.following.counts).toMatchObject({ commits: 0, aborts: 1, fenced: 0 });
});
