import { expect, test } from "vitest";
import { countEvents } from "../../../connectors/kafka/count-events.ts";

test("each kind of event has its figure, and a rebalance counts once, when it is over", () => {
  const counts = countEvents();
  const kinds = [
    "rebalancing",
    "joined",
    "committed",
    "committed",
    "committed",
    "aborted",
    "aborted",
    "fenced",
  ] as const;
  for (const kind of kinds) counts.note({ kind, topic: "in", group: "copy" });
  expect(counts.figures()).toEqual({ commits: 3, aborts: 2, rebalances: 1, fenced: 1 });
});
