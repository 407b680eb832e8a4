import { expect, test } from "vitest";
import { watchQuery } from "../../../../connectors/duckdb/gate/query-watch.ts";
import { createVirtualClock } from "../../../../connectors/memory/virtual-clock.ts";

function watched(signal?: AbortSignal) {
  const clock = createVirtualClock(0);
  const state = { kills: 0 };
  const kill = () => {
    state.kills += 1;
  };
  return { clock, state, watch: watchQuery({ kill }, { deadlineMs: 10_000, signal, clock }) };
}

test("watchQuery: kills at the deadline and says so, not before", async () => {
  const { clock, state, watch } = watched();
  await clock.advance(9_999);
  expect([state.kills, watch.why()]).toEqual([0, undefined]);
  await clock.advance(1);
  expect(state.kills).toBe(1);
  expect(watch.why()).toMatchObject({ code: "SQL_STOPPED", message: expect.stringContaining("after 10 s") });
});

test("watchQuery: the time of the reader is not counted", async () => {
  const { clock, state, watch } = watched();
  await clock.advance(6_000);
  watch.pause();
  await clock.advance(60_000);
  watch.resume();
  await clock.advance(3_999);
  expect(state.kills).toBe(0);
  await clock.advance(1);
  expect(state.kills).toBe(1);
});

test("watchQuery: an abort kills at once, also one from before", () => {
  const reader = new AbortController();
  const { state, watch } = watched(reader.signal);
  expect(state.kills).toBe(0);
  reader.abort();
  expect(state.kills).toBe(1);
  expect(watch.why()).toMatchObject({ code: "SQL_STOPPED", message: "the query was cancelled" });
  expect(watched(AbortSignal.abort()).state.kills).toBe(1);
});

test("watchQuery: once stopped it kills nothing", async () => {
  const reader = new AbortController();
  const { clock, state, watch } = watched(reader.signal);
  watch.stop();
  reader.abort();
  await clock.advance(60_000);
  expect([state.kills, watch.why()]).toEqual([0, undefined]);
});
