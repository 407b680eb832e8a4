import type { ShopItem } from "./shop-item.ts";

/** The kinds of choices that can be learned apart. */
export const choiceKinds = ["click", "cart", "order"] as const;
/** Such a kind. */
export type ChoiceKind = (typeof choiceKinds)[number];

/** What visitors chose, in columns, by time. */
export interface Choices {
  /** For each choice the index of its visitor. */
  readonly users: Int32Array;
  /** For each choice the index of its product. */
  readonly items: Int32Array;
  /** Milliseconds since 1970 UTC, never falling. */
  readonly times: Float64Array;
  /** For each choice the place of its kind in `choiceKinds`, or one behind for a kind of the shop's own; not there where nobody asks. */
  readonly kinds?: Uint8Array;
}

/** A shop's products and visitors, and what these chose. */
export interface ShopHistory {
  readonly items: readonly ShopItem[];
  /** The visitors' names. */
  readonly users: readonly string[];
  readonly choices: Choices;
}

/** The choices from `from` up to `to`, which share their memory. */
export function choicesBetween({ users, items, times, kinds }: Choices, from: number, to: number): Choices {
  return {
    ...{ users: users.subarray(from, to), items: items.subarray(from, to), times: times.subarray(from, to) },
    ...(kinds && { kinds: kinds.subarray(from, to) }),
  };
}

/** The place of a kind in `choiceKinds`; one behind for a kind of the shop's own. */
export function placeOfKind(kind: string): number {
  const place = choiceKinds.indexOf(kind as ChoiceKind);
  return place < 0 ? choiceKinds.length : place;
}

/** How often each of `count` products was chosen. */
export function countsOf({ items }: Choices, count: number): Int32Array {
  const counts = new Int32Array(count);
  for (const item of items) counts[item]!++;
  return counts;
}

/** The last choices of one visitor before a moment: products, the latest first. */
export type Recent = Int32Array;

/** What every visitor chose before each of their choices, without those of the same moment. */
export class Histories {
  /** The products that each visitor chose, the latest first, one visitor after the other. */
  readonly #items: Int32Array;
  /** For each visitor where these end. */
  readonly #ends: Int32Array;
  /** For each choice its visitor, and how many of their choices come before its moment. */
  readonly #users: Int32Array;
  readonly #before: Int32Array;
  readonly #counts: Int32Array;
  readonly #most: number;

  /** Of each visitor at most the last `most` choices count. */
  constructor({ users, items, times }: Choices, userCount: number, most: number) {
    this.#items = new Int32Array(users.length);
    this.#ends = new Int32Array(userCount);
    this.#users = users;
    this.#before = new Int32Array(users.length);
    this.#counts = new Int32Array(userCount);
    this.#most = most;
    for (const user of users) this.#ends[user]!++;
    for (let user = 1; user < userCount; user++) this.#ends[user]! += this.#ends[user - 1]!;
    const lastTimes = new Float64Array(userCount).fill(Number.NaN);
    const beforeLast = new Int32Array(userCount);
    for (const [choice, user] of users.entries()) {
      const count = this.#counts[user]!++;
      if (lastTimes[user] !== times[choice]) beforeLast[user] = count;
      lastTimes[user] = times[choice]!;
      this.#before[choice] = beforeLast[user]!;
      this.#items[this.#ends[user]! - 1 - count] = items[choice]!;
    }
  }

  /** What the visitor of a choice had chosen before it. */
  before(choice: number): Recent {
    return this.#last(this.#users[choice]!, this.#before[choice]!);
  }

  /** What a visitor has chosen by the end; nothing for an index that is none. */
  atEnd(user: number): Recent {
    return this.#last(user, this.#counts[user] ?? 0);
  }

  /** The last of a visitor's first `count` choices. */
  #last(user: number, count: number): Recent {
    const end = this.#ends[user] ?? 0;
    return this.#items.subarray(end - count, end - Math.max(0, count - this.#most));
  }
}

/** How often each product is in a history. */
export function timesChosen(recent: Iterable<number>): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const item of recent) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
