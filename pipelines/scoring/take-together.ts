import type { SearchToScore } from "./search-scorer.ts";

/** What waits to be done with a model. */
export interface Waiting {
  readonly reference: string;
  /** The search to score with it, where it is one. */
  readonly search?: SearchToScore;
  /** The part of it to score, where others score the rest. */
  readonly part?: object;
}

/** Trees follow so many rows in a little more time than a few. */
const productsTogether = 128;

/**
 * Takes the first of those that wait and, where it is a search, the searches behind it that go with it: they are scored with the same model, and all of them
 * have no more than 128 products. There must be a first.
 */
export function takeTogether<Order extends Waiting>(
  waiting: (Order | "stop")[],
): readonly [Order, ...Order[]] | "stop" {
  const first = waiting.shift()!;
  if (first === "stop") return first;
  const together: [Order, ...Order[]] = [first];
  let products = productsOf(first);
  for (let next = waiting[0]; next !== undefined && next !== "stop"; next = waiting[0]) {
    products += productsOf(next);
    if (next.reference !== first.reference || products > productsTogether) break;
    together.push(next);
    waiting.shift();
  }
  return together;
}

/** What is no search, or no whole one, goes with nothing. */
function productsOf({ search, part }: Waiting): number {
  return search === undefined || part !== undefined ? Number.POSITIVE_INFINITY : search.titles.length;
}
