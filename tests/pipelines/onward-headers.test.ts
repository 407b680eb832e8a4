import { expect, test } from "vitest";
import { enteredAt, onwardHeaders } from "../../pipelines/onward-headers.ts";

test("onwardHeaders: an event keeps what stood beside it, and from its first topic on the time of its entry", () => {
  const first = onwardHeaders({ timestamp: 1_000, headers: { tenant: "a" } });
  const second = onwardHeaders({ timestamp: 5_000, headers: first });
  expect(second).toEqual({ tenant: "a", "twinstream-entered": "1000" });
  expect(enteredAt({ timestamp: 9_000, headers: second })).toBe(1_000);
});

test("enteredAt: without the header, or with one that is no time, an event entered where it stands", () => {
  expect(enteredAt({ timestamp: 7 })).toBe(7);
  expect(enteredAt({ timestamp: 7, headers: { "twinstream-entered": "soon" } })).toBe(7);
});
