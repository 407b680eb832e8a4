interface Waiting<Item> {
  readonly time: number;
  readonly order: number;
  readonly item: Item;
}

/** Items waiting for their time; of equal times the first added goes first (a binary heap). */
export class EventQueue<Item> {
  readonly #heap: Waiting<Item>[] = [];
  #added = 0;

  /** Time of the next item; infinity when there is none. */
  get nextTime(): number {
    return this.#heap[0]?.time ?? Number.POSITIVE_INFINITY;
  }

  add(time: number, item: Item): void {
    const entry = { time, order: this.#added++, item };
    let place = this.#heap.length;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (isBefore(this.#heap[parent]!, entry)) break;
      this.#heap[place] = this.#heap[parent]!;
      place = parent;
    }
    this.#heap[place] = entry;
  }

  /** Takes the next item out, or gives undefined when there is none. */
  take(): { readonly time: number; readonly item: Item } | undefined {
    const first = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && last !== first) this.#sink(last);
    return first;
  }

  #sink(entry: Waiting<Item>): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (isBefore(entry, heap[child]!)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = entry;
  }
}

function isBefore(a: Waiting<unknown>, b: Waiting<unknown>): boolean {
  return a.time < b.time || (a.time === b.time && a.order < b.order);
}
