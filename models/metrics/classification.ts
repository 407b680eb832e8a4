import type { ClassFigures, Classification } from "../../schemas/classifier-manifest.ts";

/** Compares the categories of things with what was said of them. A share of nothing is 0; what was said to be of no category counts as wrong. */
export function classification(
  categories: readonly string[],
  truth: readonly string[],
  said: readonly (string | null)[],
): Classification {
  const places = new Map(categories.map((category, place) => [category, place]));
  const confusion = categories.map(() => Array<number>(categories.length).fill(0));
  const counts = Array<number>(categories.length).fill(0);
  for (const [row, category] of truth.entries()) {
    const [from, to] = [places.get(category)!, places.get(said[row] ?? "")];
    counts[from]! += 1;
    if (to !== undefined) confusion[from]![to]! += 1;
  }
  const right = confusion.map((row, place) => row[place]!);
  const claimed = categories.map((_, place) => sum(confusion.map((row) => row[place]!)));
  const classes = categories.map((category, place): ClassFigures => {
    const [hits, count] = [right[place]!, counts[place]!];
    const f1 = share(2 * hits, count + claimed[place]!);
    return { category, precision: share(hits, claimed[place]!), recall: share(hits, count), f1, count };
  });
  const present = classes.filter(({ count }, place) => count + claimed[place]! > 0);
  const macroF1 = share(sum(present.map(({ f1 }) => f1)), present.length);
  return { count: truth.length, accuracy: share(sum(right), truth.length), macroF1, classes, confusion };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
