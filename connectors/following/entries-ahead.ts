import type { Extent } from "../event-log.ts";

/** How many entries of each partition lie at or after a group's position, where offsets have no gaps; all that are kept where it has not begun. */
export function entriesAhead(
  extents: readonly Extent[],
  committed: readonly (number | undefined)[],
): readonly number[] {
  return extents.map(({ partition, start, end }) => end - Math.max(start, committed[partition] ?? start));
}
