import { expect, test } from "vitest";
import type { BatchHandler, FollowOptions } from "../../../connectors/event-log.ts";
import { heartbeat, heldBy } from "../../../connectors/following/leases.ts";
import { Member } from "../../../connectors/following/member.ts";
import { createFollowing, type FollowingUnderTest, leaseMs, noting } from "../../support/following.ts";

/** A member of group "g" on `in`, at work until it is told to end. */
async function join(
  { following, clock }: FollowingUnderTest,
  handle: BatchHandler = async () => [],
  options: Partial<FollowOptions> = {},
) {
  const ending = new AbortController();
  const assignment = { topic: "in", group: "g", handle, options: { ...options, signal: ending.signal } };
  const running = new Member(following, assignment).run();
  const settled = running.catch(() => "the test looks at it itself");
  await clock.advance(0);
  return {
    running,
    async end() {
      ending.abort();
      await clock.advance(0);
      await settled;
    },
  };
}

/** How many partitions each member holds, most first. */
function shares({ store, clock }: FollowingUnderTest): readonly number[] {
  const group = store.group("in", "g");
  return Object.keys(group.members)
    .map((member) => heldBy(group, member, clock.now()).length)
    .sort((a, b) => b - a);
}

test("member: alone it holds all, with others its share, and what one leaves the rest take at once", async () => {
  const made = createFollowing(5);
  const one = await join(made);
  expect(shares(made)).toEqual([5]);
  const two = await join(made);
  expect(shares(made)).toEqual([3, 2]);
  const three = await join(made);
  expect(shares(made)).toEqual([2, 2, 1]);
  await two.end();
  expect(shares(made)).toEqual([3, 2]);
  await one.end();
  await three.end();
  expect(shares(made)).toEqual([]);
});

test("member: counts each partition that it is given or gives up", async () => {
  const made = createFollowing(4);
  const one = await join(made);
  expect(made.following.counts.rebalances).toBe(4);
  const two = await join(made); // two partitions change hands
  expect(made.following.counts.rebalances).toBe(8);
  await two.end();
  await one.end();
  expect(made.following.counts.rebalances).toBe(8 + 4 + 4);
});

test("member: keeps its lease by signs of life, however long nothing happens", async () => {
  const made = createFollowing(2);
  const one = await join(made);
  await made.clock.advance(10 * leaseMs);
  expect(shares(made)).toEqual([2]);
  expect(made.store.group("in", "g").epoch).toBe(2);
  await one.end();
});

test("member: takes over from one that is not heard of any more, when its lease is over and not before", async () => {
  const made = createFollowing(2);
  await made.store.changeGroup("in", "g", (group) => heartbeat(group, "silent", 0, leaseMs));
  const batches: (readonly string[])[] = [];
  made.send("a", "b");
  const one = await join(made, noting(batches));
  await made.clock.advance(leaseMs - 1);
  expect(batches).toEqual([]);
  await made.clock.advance(leaseMs / 3 + 1);
  expect(batches.flat().sort()).toEqual(["a", "b"]);
  expect(Object.keys(made.store.group("in", "g").members)).not.toContain("silent");
  await one.end();
});

test("member: every entry is handled once by exactly one of those who share", async () => {
  const made = createFollowing(4);
  const batches: (readonly string[])[] = [];
  const sent = Array.from({ length: 40 }, (_, i) => String(i));
  const one = await join(made, noting(batches), { maxEntries: 3 });
  made.send(...sent.slice(0, 20));
  const two = await join(made, noting(batches), { maxEntries: 3 });
  made.send(...sent.slice(20));
  await made.clock.advance(leaseMs);
  await one.end();
  await two.end();
  expect(batches.flat().sort()).toEqual([...sent].sort());
});

test("member: what its handler throws it throws, after it has left the group", async () => {
  const made = createFollowing(1);
  const one = await join(made, () => Promise.reject(new Error("broken")));
  const thrown = expect(one.running).rejects.toThrow("broken");
  made.send("1");
  await made.clock.advance(0);
  await thrown;
  expect(shares(made)).toEqual([]);
});

test("member: one that loses its lease in every batch ends with an error instead of the same batch for ever", async () => {
  const made = createFollowing(1);
  let calls = 0;
  const losing: BatchHandler = async () => {
    calls += 1;
    await made.store.changeGroup("in", "g", (group) => ({ ...group, leases: [null] }));
    return [];
  };
  const one = await join(made, losing);
  const thrown = expect(one.running).rejects.toThrow('group "g" on "in" lost its lease of 300 ms 5 times');
  made.send("1");
  await made.clock.advance(10 * leaseMs);
  await thrown;
  expect([calls, made.store.position("in", "g", 0)]).toEqual([5, undefined]);
});

test("member: closing the log ends it", async () => {
  const made = createFollowing(1);
  const one = await join(made);
  made.close();
  await expect(one.running).resolves.toBeUndefined();
});

test("member: a topic that was never made is named", async () => {
  const { following } = createFollowing(1);
  const assignment = { topic: "nowhere", group: "g", handle: async () => [], options: { signal: following.closing } };
  await expect(new Member(following, assignment).run()).rejects.toMatchObject({ code: "LOG_UNAVAILABLE" });
});
