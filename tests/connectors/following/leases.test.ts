import { expect, test } from "vitest";
import {
  emptyGroup,
  type GroupState,
  heartbeat,
  heldBy,
  leave,
  release,
  stands,
} from "../../../connectors/following/leases.ts";

const leaseMs = 100;
const beat = (group: GroupState, member: string, now: number) => heartbeat(group, member, now, leaseMs);
const claim = (member: string, partition: number, epoch: number) => ({
  topic: "t",
  group: "g",
  member,
  partition,
  epoch,
});

test("leases: the first member takes all, a second one what the first gives back", () => {
  const alone = beat(emptyGroup(3), "a", 0);
  expect(heldBy(alone, "a", 1)).toEqual([0, 1, 2]);
  const joined = beat(alone, "b", 10);
  expect(heldBy(joined, "b", 11)).toEqual([]);
  const given = beat(release(joined, { member: "a", partition: 2, epoch: 3 }), "b", 20);
  expect([heldBy(given, "a", 21), heldBy(given, "b", 21)]).toEqual([[0, 1], [2]]);
});

test("leases: who is not heard of loses everything to the others, and its claims fall", () => {
  const alone = beat(emptyGroup(2), "a", 0);
  expect(stands(alone, claim("a", 0, 1), 99)).toBe(true);
  expect(stands(alone, claim("a", 0, 1), 100)).toBe(false);
  const taken = beat(alone, "b", 100);
  expect(heldBy(taken, "b", 101)).toEqual([0, 1]);
  expect(Object.keys(taken.members)).toEqual(["b"]);
  expect(stands(taken, claim("a", 0, 1), 101)).toBe(false);
});

test("leases: a lease of one's own that ran out comes back under a new epoch", () => {
  const again = beat(beat(emptyGroup(1), "a", 0), "a", 100);
  expect(again.leases).toEqual([{ member: "a", epoch: 2, until: 200 }]);
});

test("leases: a member that leaves frees all it held, a release of what is lost changes nothing", () => {
  const both = beat(beat(emptyGroup(2), "a", 0), "b", 1);
  const left = leave(both, "a");
  expect(left.leases).toEqual([null, null]);
  expect(release(left, { member: "a", partition: 0, epoch: 1 })).toBe(left);
  expect(heldBy(beat(left, "b", 2), "b", 3)).toEqual([0, 1]);
});

test("leases: the version changes only when a member or a holder does", () => {
  const alone = beat(emptyGroup(2), "a", 0);
  expect(beat(alone, "a", 50).version).toBe(alone.version);
  expect(beat(alone, "b", 50).version).toBe(alone.version + 1);
});
