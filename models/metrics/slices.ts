import type { ScoredEvent, ScoredProduct } from "../../schemas/generated/events.ts";
import { groupBy } from "../../schemas/group-by.ts";
import {
  addPairs,
  addSearch,
  type EvaluationSums,
  emptySums,
  type GradedSearch,
  type RunningSums,
} from "./evaluation.ts";

/** The sums over what falls into one value of one slice. */
export interface SliceSums {
  readonly slice: SliceName;
  readonly value: string;
  readonly sums: EvaluationSums;
}

/** The name of a slice. */
export type SliceName = keyof typeof searchSlices | keyof typeof pairSlices;

/** What of a scored event decides its slices. */
export interface SlicedEvent
  extends Pick<
    ScoredEvent,
    "queryWords" | "isSeenQuery" | "scoreMin" | "scoreMax" | "labelMin" | "labelMax" | "challenger"
  > {
  readonly products: readonly SlicedProduct[];
}

/** What of a product decides its slices. */
export type SlicedProduct = Pick<ScoredProduct, "score" | "grade">;

/** Slices that a whole search falls into, with its ranking; undefined where it falls into none. */
const searchSlices = {
  all: () => "all",
  query_words: ({ queryWords }) => wordsSlice(queryWords),
  seen_query: ({ isSeenQuery }) => (isSeenQuery === null ? "unknown" : isSeenQuery ? "seen" : "unseen"),
  // by the other model that scored the very same search, so that the two can be compared
  beside: ({ challenger }) => challenger?.model,
} as const satisfies Readonly<Record<string, (event: SlicedEvent) => string | undefined>>;

/** The slice of a query by how many words it has: `0`, `1`, `2`, `3-4` or `5+`. */
export function wordsSlice(queryWords: number): string {
  return queryWords >= 5 ? "5+" : queryWords >= 3 ? "3-4" : String(queryWords);
}

/** Slices that each pair falls into by itself; they say nothing of ranking. */
const pairSlices = {
  score_band: (event, { score }) => scoreBand(score, event.scoreMin, event.scoreMax),
} as const satisfies Readonly<Record<string, (event: SlicedEvent, product: SlicedProduct) => string>>;

/** A product that was judged. */
type GradedProduct = SlicedProduct & { readonly grade: number };

/** What of a search falls into one value of one slice. */
export interface SlicePart {
  readonly slice: SliceName;
  readonly value: string;
  readonly part: GradedSearch;
  /** Whether it is the whole search, whose ranking counts. */
  readonly isWhole: boolean;
}

/**
 * The sums of scored events by every slice. Products without a grade, and events without a label range, count for nothing. The
 * events should be of one model and one source, whose parts are kept apart.
 */
export function sumBySlice(events: readonly SlicedEvent[]): readonly SliceSums[] {
  const groups = new Map<string, SliceSums & { readonly sums: RunningSums }>();
  const sumsOf = (slice: SliceName, value: string) => {
    const key = `${slice} ${value}`;
    const known = groups.get(key);
    if (known !== undefined) return known.sums;
    const sums = emptySums();
    groups.set(key, { slice, value, sums });
    return sums;
  };
  for (const event of events)
    for (const { slice, value, part, isWhole } of partsBySlice(event))
      (isWhole ? addSearch : addPairs)(sumsOf(slice, value), part);
  return [...groups.values()];
}

/** What of an event falls where; nothing without a grade and a label range. */
export function* partsBySlice(event: SlicedEvent): Generator<SlicePart> {
  const products = event.products.filter((product): product is GradedProduct => product.grade !== null);
  const search = gradedSearch(event, products);
  if (search === undefined) return;
  for (const slice of keysOf(searchSlices)) {
    const value = searchSlices[slice](event);
    if (value !== undefined) yield { slice, value, part: search, isWhole: true };
  }
  for (const slice of keysOf(pairSlices)) {
    const byValue = groupBy(products, (product) => pairSlices[slice](event, product));
    for (const [value, some] of byValue) yield { slice, value, part: gradedSearch(event, some)!, isWhole: false };
  }
}

function gradedSearch(event: SlicedEvent, products: readonly GradedProduct[]): GradedSearch | undefined {
  const { scoreMin, scoreMax, labelMin, labelMax } = event;
  if (labelMin === null || labelMax === null || products.length === 0) return undefined;
  const scores = products.map((product) => product.score);
  const grades = products.map((product) => product.grade);
  return { scores, grades, scoreMin, scoreMax, labelMin, labelMax };
}

/** The fifth of the score range that a score lies in, such as `2.2-2.6`; the upper end belongs to the next, but for the last. */
export function scoreBand(score: number, scoreMin: number, scoreMax: number): string {
  const width = (scoreMax - scoreMin) / 5;
  const band = width > 0 ? Math.max(0, Math.min(4, Math.floor((score - scoreMin) / width))) : 0;
  const decimals = decimalsFor(width);
  const edge = (number: number) => (scoreMin + number * width).toFixed(decimals);
  return `${edge(band)}-${edge(band + 1)}`;
}

/** One decimal, or as many as it takes to tell a narrow band's ends apart by two digits. */
function decimalsFor(width: number): number {
  return width > 0 && width < 0.1 ? Math.min(12, 1 - Math.floor(Math.log10(width))) : 1;
}

function keysOf<Registry extends object>(registry: Registry): (keyof Registry)[] {
  return Object.keys(registry) as (keyof Registry)[];
}
