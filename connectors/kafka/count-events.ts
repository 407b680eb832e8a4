import type { LogFigures } from "../event-log.ts";
import type { GroupEvent } from "./group-event.ts";

/** Counts what happens to the members of groups. */
export interface EventCounts {
  note(event: GroupEvent): void;
  figures(): LogFigures;
}

const figureOf = {
  joined: "rebalances",
  committed: "commits",
  aborted: "aborts",
  fenced: "fenced",
} as const satisfies Partial<Record<GroupEvent["kind"], keyof LogFigures>>;

/** A fresh count. A rebalance counts once it is over, when the member has its partitions. */
export function countEvents(): EventCounts {
  const counts = { commits: 0, aborts: 0, rebalances: 0, fenced: 0 };
  return {
    note({ kind }) {
      if (kind !== "rebalancing") counts[figureOf[kind]] += 1;
    },
    figures: () => ({ ...counts }),
  };
}
