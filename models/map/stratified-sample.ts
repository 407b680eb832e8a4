import type { Random } from "../random.ts";

/**
 * Some of the rows, drawn so that each group has as large a share of them as of all, and at least one: their numbers in rising order, about
 * `wanted` of them (rounding adds a few); all where there are no more.
 */
export function stratifiedSample(groups: Int32Array, wanted: number, random: Random): Uint32Array {
  if (groups.length <= wanted) return Uint32Array.from(groups.keys());
  const rowsOf = new Map<number, number[]>();
  for (const [row, group] of groups.entries()) {
    const rows = rowsOf.get(group);
    if (rows === undefined) rowsOf.set(group, [row]);
    else rows.push(row);
  }
  const share = wanted / groups.length;
  const drawn = [...rowsOf.values()].flatMap((rows) =>
    random.shuffle(rows).slice(0, Math.max(1, Math.round(rows.length * share))),
  );
  return Uint32Array.from(drawn).sort();
}
