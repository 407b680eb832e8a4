import type { FeatureRows } from "../model.ts";

/** Which rows have company in their search, and which stand alone, each ascending. Rows of one search follow one another; without searches all stand alone. */
export function divideByCompany({ searches, count }: Pick<FeatureRows, "searches" | "count">) {
  const together: number[] = [];
  const alone: number[] = [];
  for (let row = 0; row < count; row++) {
    const hasCompany =
      searches !== undefined &&
      ((row > 0 && searches[row - 1] === searches[row]) || (row + 1 < count && searches[row + 1] === searches[row]));
    (hasCompany ? together : alone).push(row);
  }
  return { together, alone };
}
