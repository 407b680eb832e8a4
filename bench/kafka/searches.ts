import { importFile } from "../../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import type { SearchEvent } from "../../schemas/generated/events.ts";
import { homeDepotFile } from "../home-depot.ts";

/** The Home Depot searches as a shop would send them: the grades are left out. */
export async function homeDepotSearches(): Promise<readonly SearchEvent[]> {
  const judged = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  return judged.map(({ eventId, time, source, sessionId, userId, query, products }) => ({
    ...{ eventId, time, source, sessionId, userId, query: query! },
    products: products.map(({ grade: _grade, ...product }) => product),
  })) as readonly SearchEvent[];
}

/** Each shown product as a search of its own, over and over until there are so many; every event has its own id. */
export function oneProductEach(searches: readonly SearchEvent[], count: number): readonly SearchEvent[] {
  const single = searches.flatMap((search) => search.products.map((product) => ({ ...search, products: [product] })));
  return Array.from({ length: count }, (_, i) => ({ ...single[i % single.length]!, eventId: `search-${i}` }));
}

/** The searches so many times, one pass after the other; every event has its own id. */
export function overAgain(searches: readonly SearchEvent[], times: number): readonly SearchEvent[] {
  const again = (pass: number) => searches.map((search) => ({ ...search, eventId: `${search.eventId}-${pass}` }));
  return Array.from({ length: times }, (_, pass) => (pass === 0 ? searches : again(pass))).flat();
}

/** How many pairs of query and product there are to score. */
export function pairsOf(searches: readonly SearchEvent[]): number {
  return searches.reduce((sum, { products }) => sum + products.length, 0);
}
