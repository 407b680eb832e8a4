import type { FedEvent } from "../../pipelines/feed.ts";
import type { LabelledEvent, SearchEvent } from "../../schemas/generated/events.ts";

/** Every so many inputs one is judged, which gives it an evaluation too. */
const judgedEvery = 10;

/** The cheapest inputs there are: searches that showed one product, every tenth with a grade, from number `from` up to `to`. */
export function oneProductEvents(from: number, to: number): readonly FedEvent[] {
  return Array.from({ length: to - from }, (_, i) => oneProductEvent(from + i));
}

function oneProductEvent(number: number): FedEvent {
  const search: SearchEvent = {
    eventId: `input-${number}`,
    time: Date.UTC(2024, 0, 1) + number * 100,
    source: "rounds",
    sessionId: `visit-${number}`,
    userId: null,
    query: "oak shelf",
    products: [
      {
        productId: `p-${number % 1_000}`,
        title: "Oak shelf 12 in.",
        position: 1,
        brand: null,
        category: null,
        price: 12.5,
        attributes: {},
      },
    ],
  };
  if (number % judgedEvery > 0) return { topic: "searches", event: search };
  return { topic: "labels", event: judged(search, 1 + ((number / judgedEvery) % 3)) };
}

function judged(search: SearchEvent, grade: number): LabelledEvent {
  const products = search.products.map((product) => ({ ...product, grade }));
  return { ...search, refersTo: null, labelMin: 1, labelMax: 3, products };
}
