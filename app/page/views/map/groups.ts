/** Products that belong together on the map. */
export interface Group {
  readonly name: string;
  readonly count: number;
  /** The number of its colour: those with the most products have one each, the others share `otherColour`. */
  readonly colour: number;
}

/** The groups of the points of a map. */
export interface Groups {
  /** What they are: whole categories, or departments, which stand before the first ">" of a category. */
  readonly by: "category" | "department";
  /** The largest first; products without a category are a group, the last one. */
  readonly groups: readonly Group[];
  /** Of each point, its place in `groups`. */
  readonly groupOf: Uint16Array;
  /** Of each point, the number of its colour. */
  readonly colourOf: Uint8Array;
}

/** The number of the colour of all groups that have none of their own: below it are as many as people tell apart who see fewer colours. */
export const otherColour = 7;

const unknown = "No category";

/** Groups points by category where there are few, else by department. `category` has the place of each point's category, or -1. */
export function groupPoints(category: readonly number[], categories: readonly string[]): Groups {
  const by = categories.length <= otherColour ? "category" : "department";
  const names = categories.map((name) => (by === "category" ? name : name.split(">", 1)[0]!.trim()));
  const counts = new Map<string, number>();
  for (const place of category) if (place >= 0) counts.set(names[place]!, (counts.get(names[place]!) ?? 0) + 1);
  const largestFirst = [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
  const groups = largestFirst.map(([name, count], i) => ({ name, count, colour: Math.min(i, otherColour) }));
  const without = category.filter((place) => place < 0).length;
  if (without > 0) groups.push({ name: unknown, count: without, colour: otherColour });
  const placeOf = new Map(groups.map(({ name }, place) => [name, place]));
  const groupOf = Uint16Array.from(category, (place) => placeOf.get(place < 0 ? unknown : names[place]!)!);
  return { by, groups, groupOf, colourOf: Uint8Array.from(groupOf, (group) => groups[group]!.colour) };
}
