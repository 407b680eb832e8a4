import { parseDimension, parseMeasure } from "../text/units.ts";

/** The numbers that a text gives of each unit; a dimension such as `2x4` counts as a number of the unit `x`. */
export type Quantities = ReadonlyMap<string, ReadonlySet<string | number>>;

/** Whether a word has a digit in it. */
export function hasDigit(word: string): boolean {
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

/** What the words with a digit measure; a number without a unit measures nothing. */
export function quantitiesOf(wordsWithDigit: Iterable<string>): Quantities {
  const quantities = new Map<string, Set<string | number>>();
  for (const word of wordsWithDigit) {
    const quantity = quantityOf(word);
    if (quantity === undefined) continue;
    const values = quantities.get(quantity.unit);
    if (values === undefined) quantities.set(quantity.unit, new Set([quantity.value]));
    else values.add(quantity.value);
  }
  return quantities;
}

/** Whether both give a unit, and the query gives a number of it that the title does not. */
export function hasConflict(query: Quantities, title: Quantities): boolean {
  for (const [unit, wanted] of query) {
    const given = title.get(unit);
    if (given !== undefined && [...wanted].some((value) => !given.has(value))) return true;
  }
  return false;
}

function quantityOf(word: string): { unit: string; value: string | number } | undefined {
  return parseMeasure(word) ?? (parseDimension(word) === undefined ? undefined : { unit: "x", value: word });
}
