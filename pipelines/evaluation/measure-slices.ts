import { DealtSums, type MeasuredSums } from "../../models/metrics/dealt-sums.ts";
import { partsBySlice, type SliceName } from "../../models/metrics/slices.ts";
import type { Analyser } from "../../models/text/analyse.ts";
import { groupBy } from "../../schemas/group-by.ts";
import { asServed, type JudgedEvent, type JudgedProduct } from "./judged-pairs.ts";

/** How good the scores of one part of the searches were. A slice of products says nothing of ranking. */
export interface SliceMeasured extends MeasuredSums {
  readonly slice: Exclude<SliceName, "all" | "beside"> | keyof typeof productSlices;
  readonly value: string;
}

/** What a product is, of which there are too many values to sum each up as events pass. */
const productSlices = {
  brand: ({ brand }) => brand,
  category: ({ category }) => category,
} as const satisfies Readonly<Record<string, (product: JudgedProduct) => string | null>>;

/** The values with the most judged pairs; more are no help to a person. */
const mostValues = 10;

/** Every slice of judged searches; the words of a query are counted as they were typed. */
export function measureSlices(
  events: readonly JudgedEvent[],
  analyser: Analyser,
  seed: number,
): readonly SliceMeasured[] {
  const slices = new Map<string, { readonly slice: SliceMeasured["slice"]; readonly value: string; sums: DealtSums }>();
  const sumsOf = (slice: SliceMeasured["slice"], value: string) => {
    const key = `${slice} ${value}`;
    const known = slices.get(key) ?? { slice, value, sums: new DealtSums() };
    slices.set(key, known);
    return known.sums;
  };
  const named = Object.entries(productSlices).map(([slice, pick]) => {
    return [slice as keyof typeof productSlices, pick, commonest(events, pick)] as const;
  });
  for (const event of events) {
    const queryWords = analyser.analyseQuery(event.query).words.length;
    for (const { slice, value, part, isWhole } of partsBySlice({ ...event, queryWords })) {
      if (slice === "all" || slice === "beside") continue;
      if (isWhole) sumsOf(slice, value).add(part);
      else sumsOf(slice, value).addPairs(part);
    }
    for (const [slice, pick, values] of named)
      for (const [value, products] of groupBy(event.products, pick))
        if (value !== null && values.has(value)) sumsOf(slice, value).addPairs(asServed(event, products));
  }
  return [...slices.values()].map(({ slice, value, sums }) => ({ slice, value, ...sums.measure(seed) })).sort(inOrder);
}

const order: readonly SliceMeasured["slice"][] = ["seen_query", "query_words", "score_band", "category", "brand"];

function inOrder(one: SliceMeasured, other: SliceMeasured): number {
  const bySlice = order.indexOf(one.slice) - order.indexOf(other.slice);
  if (bySlice !== 0) return bySlice;
  if (one.slice in productSlices) return other.figures.pairs - one.figures.pairs;
  return one.value < other.value ? -1 : 1;
}

function commonest(
  events: readonly JudgedEvent[],
  pick: (product: JudgedProduct) => string | null,
): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const { products } of events)
    for (const product of products) {
      const value = pick(product);
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  const most = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, mostValues);
  return new Set(most.map(([value]) => value));
}
