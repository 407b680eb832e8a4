/** What of the map is looked for. */
export interface Wish {
  /** Words that titles have, in any order, as people type them. */
  readonly words: string;
  /** The place of a group; undefined: any. */
  readonly group: number | undefined;
}

/** The points that are looked for: 1 for each that is, and their numbers; undefined when nothing is looked for. `titles` are in lower case. */
export function markPoints(
  titles: readonly string[],
  groupOf: Uint16Array,
  { words, group }: Wish,
): { readonly marked: Uint8Array; readonly points: readonly number[] } | undefined {
  const wanted = words
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (wanted.length === 0 && group === undefined) return undefined;
  const marked = new Uint8Array(titles.length);
  const points: number[] = [];
  for (const [point, title] of titles.entries()) {
    if (group !== undefined && groupOf[point] !== group) continue;
    if (!wanted.every((word) => title.includes(word))) continue;
    marked[point] = 1;
    points.push(point);
  }
  return { marked, points };
}
