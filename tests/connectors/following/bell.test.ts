import { expect, test } from "vitest";
import { Bell } from "../../../connectors/following/bell.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";

const never = new AbortController().signal;

/** Waits on a bell, and says who woke up so far. */
function sleepers() {
  const clock = createVirtualClock(0);
  const bell = new Bell(clock);
  const woken: string[] = [];
  const sleep = (who: string, name: string, ms: number, signal = never) =>
    bell.wait(name, ms, signal).then(() => {
      woken.push(who);
    });
  return { clock, bell, woken, sleep };
}

test("bell: a ring wakes all who wait on its name, and nobody else", async () => {
  const { clock, bell, woken, sleep } = sleepers();
  const waits = [sleep("one", "a", 50), sleep("two", "a", 50), sleep("other", "b", 50)];
  bell.ring("a");
  await clock.advance(0);
  expect(woken.sort()).toEqual(["one", "two"]);
  bell.ring("b");
  await Promise.all(waits);
});

test("bell: without a ring the wait is over after its time, not before", async () => {
  const { clock, woken, sleep } = sleepers();
  const wait = sleep("one", "a", 50);
  await clock.advance(49);
  expect(woken).toEqual([]);
  await clock.advance(1);
  expect(woken).toEqual(["one"]);
  await wait;
});

test("bell: a ring that nobody waited for is forgotten", async () => {
  const { clock, bell, woken, sleep } = sleepers();
  bell.ring("a");
  const wait = sleep("late", "a", 50);
  await clock.advance(49);
  expect(woken).toEqual([]);
  await clock.advance(1);
  await wait;
});

test("bell: an abort ends the wait, and one that came before lets nobody wait", async () => {
  const { woken, sleep } = sleepers();
  const ending = new AbortController();
  const wait = sleep("one", "a", Number.POSITIVE_INFINITY, ending.signal);
  ending.abort();
  await wait;
  await sleep("two", "a", Number.POSITIVE_INFINITY, ending.signal);
  expect(woken).toEqual(["one", "two"]);
});
