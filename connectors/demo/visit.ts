import type { InteractionEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { broaden, type Intent, intentFor, narrow, nextTypes, phrase } from "./intent.ts";
import { demoSource, type Product } from "./product.ts";
import type { QueryBook } from "./query-book.ts";
import { hashText, type Random } from "./random.ts";
import type { RankedSearch, Ranker } from "./ranker.ts";
import { relevance } from "./relevance.ts";
import { shopHour, shopMonth } from "./seasons.ts";
import { misspell } from "./spelling.ts";

/** What a visit happens in. */
export interface Shop {
  readonly book: QueryBook;
  readonly ranker: Ranker;
}

/** One search of a visit, what came of it, and how well each product shown served. */
export interface VisitStep {
  readonly search: SearchEvent;
  readonly intent: Intent;
  readonly products: readonly Product[];
  readonly interactions: readonly InteractionEvent[];
  /** When the visitor searches again; undefined when they leave. */
  readonly nextTime: number | undefined;
}

/** What the visitor searches for now. */
interface Wish extends RankedSearch {
  /** The words without the spelling mistake. */
  readonly correctText: string;
}

const misspeltShare = 0.11;
const loyalUsers = 4000;
const chances = {
  loyal: 0.55,
  unnamed: 0.2,
  correctsAfterNothing: 0.9,
  correctsAfterSomething: 0.25,
  searchesOn: 0.38,
  searchesOnUnserved: 0.6,
  cart: 0.26,
  order: 0.45,
} as const;

/** One visitor's way through the shop: searches, each followed by what was clicked, put into the cart and ordered. */
export class Visit {
  readonly #shop: Shop;
  readonly #random: Random;
  readonly #sessionId: string;
  readonly #userId: string | null;
  readonly #tier: number;
  #searches = 0;
  #wish: Wish;

  constructor(shop: Shop, sessionId: string, time: number, random: Random) {
    this.#shop = shop;
    this.#random = random;
    this.#sessionId = sessionId;
    this.#userId = drawUser(sessionId, random);
    this.#tier = hashText(`tier ${this.#userId ?? sessionId}`) % 3;
    this.#wish = this.#newWish(time);
  }

  /** Searches at `time` and plays on to what follows from it. */
  search(time: number): VisitStep {
    this.#searches++;
    const eventId = `${this.#sessionId}-${this.#searches}`;
    const wish = this.#wish;
    const products = this.#shop.ranker.rank(wish);
    const search: SearchEvent = {
      eventId,
      time,
      source: demoSource,
      sessionId: this.#sessionId,
      userId: this.#userId,
      query: wish.text,
      products: products.map(({ shown }, place) => ({ ...shown, position: place + 1 })),
    };
    const interactions = this.#interact(search, products, wish.intent);
    const hasOrdered = interactions.some(({ type }) => type === "order");
    const lastTime = interactions.at(-1)?.time ?? time;
    const goesOn = !hasOrdered && this.#searchNext(products.length > 0, interactions.length > 0, time);
    const nextTime = goesOn ? lastTime + 4_000 + Math.floor(this.#random.exponential(18_000)) : undefined;
    return { search, intent: wish.intent, products, interactions, nextTime };
  }

  #newWish(time: number): Wish {
    const query = this.#shop.book.draw(shopMonth(time), shopHour(time), this.#random);
    return this.#typed(query.intent, query.text);
  }

  #typed(intent: Intent, text: string): Wish {
    const wrong = this.#random.chance(misspeltShare) ? misspell(text, this.#random) : undefined;
    return { intent, text: wrong ?? text, isMisspelt: wrong !== undefined, correctText: text };
  }

  /** Decides what to search for next; false ends the visit. */
  #searchNext(hasFound: boolean, isServed: boolean, time: number): boolean {
    const random = this.#random;
    const { intent, isMisspelt, correctText } = this.#wish;
    if (isMisspelt && random.chance(hasFound ? chances.correctsAfterSomething : chances.correctsAfterNothing)) {
      this.#wish = { intent, text: correctText, isMisspelt: false, correctText };
      return true;
    }
    if (!random.chance(isServed ? chances.searchesOn : chances.searchesOnUnserved)) return false;
    this.#wish = this.#changedWish(intent) ?? this.#newWish(time);
    return true;
  }

  #changedWish(intent: Intent): Wish | undefined {
    const random = this.#random;
    if (intent.type === undefined || intent.types.size > 1 || random.chance(0.25)) return undefined;
    const choice = random.next();
    const next = nextTypes(intent);
    let changed: Intent | undefined = intent;
    if (choice < 0.4) changed = narrow(intent, random);
    else if (choice < 0.6) changed = broaden(intent);
    else if (choice < 0.75 && next.length > 0) changed = intentFor(random.pick(next));
    return changed && this.#typed(changed, phrase(changed, random));
  }

  #interact(search: SearchEvent, products: readonly Product[], intent: Intent): InteractionEvent[] {
    const random = this.#random;
    const events: InteractionEvent[] = [];
    let time = search.time;
    const add = (type: string, waitMs: number, place: number, quantity: number | null): void => {
      time += 1_000 + Math.floor(random.exponential(waitMs));
      const { productId, price } = products[place]!.shown;
      const eventId = `${search.eventId}-${type}-${place + 1}`;
      const { source, sessionId, userId, query } = search;
      events.push({
        eventId,
        time,
        source,
        sessionId,
        userId,
        type,
        refersTo: search.eventId,
        query,
        productId,
        position: place + 1,
        price,
        quantity,
      });
    };
    for (let place = 0; place < products.length; place++) {
      const worth = relevance(intent, products[place]!);
      if (!random.chance(examination(place + 1) * this.#attraction(products[place]!, worth))) continue;
      add("click", 9_000, place, null);
      if (!random.chance(chances.cart * worth)) continue;
      const quantity = random.chance(0.75) ? 1 : random.integer(2, 6);
      add("cart", 25_000, place, quantity);
      if (!random.chance(chances.order)) continue;
      add("order", 120_000, place, quantity);
      return events;
    }
    return events;
  }

  /** How likely a look becomes a click: relevance, and the price class this visitor likes. */
  #attraction(product: Product, worth: number): number {
    return (0.02 + 0.42 * worth * worth) * (product.tier === this.#tier ? 1.3 : 0.9);
  }
}

/** How likely a visitor looks at a position, counted from 1. */
function examination(position: number): number {
  return 1 / (1 + 0.35 * (position - 1));
}

/** Many come back, some come once, some don't say who they are. */
function drawUser(sessionId: string, random: Random): string | null {
  const kind = random.next();
  if (kind < chances.unnamed) return null;
  if (kind < chances.unnamed + chances.loyal) return `customer-${1 + random.front(loyalUsers)}`;
  return `guest-${hashText(sessionId).toString(36)}`;
}
