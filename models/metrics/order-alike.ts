/**
 * An order of things in which those that are alike stand together: the two most alike groups are joined until one is left, the likeness of groups
 * being the mean of their members' (average linkage; Sokal & Michener 1958). `likeness` is symmetric; what is NaN is like nothing.
 */
export function orderAlike(likeness: readonly ArrayLike<number>[]): readonly number[] {
  const of = (one: number, other: number) => likeness[one]![other]! || 0;
  const between = (group: readonly number[], others: readonly number[]) =>
    group.reduce((sum, one) => sum + others.reduce((all, other) => all + of(one, other), 0), 0) /
    (group.length * others.length);
  const groups: (readonly number[])[] = Array.from(likeness, (_, thing) => [thing]);
  const rows = groups.map((group) => groups.map((others) => between(group, others)));
  while (groups.length > 1) {
    const [first, second] = mostAlike(rows);
    const joined = joinEnds(groups[first]!, groups[second]!, of);
    for (const list of [groups, rows, ...rows]) (list as unknown[]).splice(second, 1);
    groups[first] = joined;
    for (const [place, others] of groups.entries())
      rows[first]![place] = rows[place]![first] = place === first ? 0 : between(joined, others);
  }
  return groups[0] ?? [];
}

/** The places of the two most alike of some, the earlier first. */
function mostAlike(rows: readonly (readonly number[])[]): readonly [number, number] {
  let best: readonly [number, number] = [0, 1];
  for (const [first, row] of rows.entries())
    for (let second = first + 1; second < row.length; second++)
      if (row[second]! > rows[best[0]]![best[1]]!) best = [first, second];
  return best;
}

/** Both in a row, each turned so that the ends that meet are as alike as can be. */
function joinEnds(
  one: readonly number[],
  other: readonly number[],
  of: (one: number, other: number) => number,
): readonly number[] {
  const ways = [one, one.toReversed()].flatMap((left) =>
    [other, other.toReversed()].map((right) => ({ left, right, meet: of(left.at(-1)!, right[0]!) })),
  );
  const { left, right } = ways.reduce((best, way) => (way.meet > best.meet ? way : best));
  return [...left, ...right];
}
