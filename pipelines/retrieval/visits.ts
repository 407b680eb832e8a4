import type { Entry, EventLog } from "../../connectors/event-log.ts";
import { checks } from "../../schemas/checks.ts";
import { codecs } from "../../schemas/codec.ts";
import type { InteractionEvent } from "../../schemas/generated/events.ts";
import { type ErasedUsers, nobodyErased } from "../erasure/erased-users.ts";
import { readNews } from "./read-news.ts";

/** Products of a visitor that are remembered, and visitors: those who did something last. */
const productsOfOne = 50;
const visitorsKept = 200_000;

/** A product that a visitor clicked, put into the cart or ordered. */
interface Chosen {
  readonly productId: string;
  readonly time: number;
  /** When it came to the topic. */
  readonly sentAt: number;
}

/** What visitors did with products, as the `interactions` topic has it: in memory, each process for itself. */
export class Visits {
  readonly #news: () => AsyncGenerator<readonly Entry[]>;
  readonly #erased: ErasedUsers;
  #isErased = nobodyErased;
  /** The last products of each visitor, the latest last; of the visitors who did something last the last. */
  readonly #chosen = new Map<string, readonly Chosen[]>();
  readonly #counts = new Map<string, number>();
  #catchingUp: Promise<void> | undefined;

  /** Reads nothing yet: `catchUp` does. */
  constructor(log: EventLog, erased: ErasedUsers = async () => nobodyErased) {
    this.#news = readNews(log, "interactions");
    this.#erased = erased;
  }

  /** Reads what is new, at first everything, and forgets who was erased. Throws LOG_UNAVAILABLE, and what asking for the erasures throws. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#read().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  /** Whether a visitor was erased at a time or later, as of the last `catchUp`. */
  wasErased(userId: string, sinceTime: number): boolean {
    return this.#isErased(userId, sinceTime);
  }

  /** The products that a visitor chose last, after a time where one is given, at most fifty, each once, the latest first; none for a visitor who is not known. */
  recentOf(userId: string, after = Number.NEGATIVE_INFINITY): readonly string[] {
    const chosen = (this.#chosen.get(userId) ?? []).filter(({ time }) => time > after);
    return chosen.map(({ productId }) => productId).reverse();
  }

  /** All products that were ever chosen, the most often chosen first, of equal ones by id. */
  popular(): readonly { readonly productId: string; readonly count: number }[] {
    return [...this.#counts]
      .map(([productId, count]) => ({ productId, count }))
      .sort((one, other) => other.count - one.count || (one.productId < other.productId ? -1 : 1));
  }

  async #read(): Promise<void> {
    await this.#forgetErased();
    for await (const entries of this.#news())
      for (const { value, timestamp } of entries) {
        const event = value === null ? undefined : interactionOf(value);
        if (event !== undefined) this.#remember(event, timestamp);
      }
  }

  async #forgetErased(): Promise<void> {
    const isErased = await this.#erased();
    if (isErased === this.#isErased) return;
    this.#isErased = isErased;
    for (const [userId, chosen] of this.#chosen) {
      const left = chosen.filter(({ sentAt }) => !isErased(userId, sentAt));
      if (left.length === 0) this.#chosen.delete(userId);
      else this.#chosen.set(userId, left);
    }
  }

  #remember({ userId, productId, time }: InteractionEvent, sentAt: number): void {
    this.#counts.set(productId, (this.#counts.get(productId) ?? 0) + 1);
    if (userId === null || this.#isErased(userId, sentAt)) return;
    const chosen = withChosen(this.#chosen.get(userId) ?? [], { productId, time, sentAt });
    this.#chosen.delete(userId);
    this.#chosen.set(userId, chosen);
    if (this.#chosen.size > visitorsKept) this.#chosen.delete(this.#chosen.keys().next().value!);
  }
}

function interactionOf(value: Uint8Array): InteractionEvent | undefined {
  const decoded = codecs.interactions.decode(value);
  return "error" in decoded || checks.interactions?.(decoded.event) !== undefined ? undefined : decoded.event;
}

/** Visits of one visitor lie in several partitions, so what comes later may have been earlier. */
function withChosen(before: readonly Chosen[], next: Chosen): readonly Chosen[] {
  const same = before.find(({ productId }) => productId === next.productId);
  if (same !== undefined && same.time > next.time) return before;
  return [...before.filter((each) => each !== same), next].sort((a, b) => a.time - b.time).slice(-productsOfOne);
}
