import type { InteractionEvent, LabelledEvent, SearchEvent } from "../../schemas/generated/events.ts";
import { EventQueue } from "./event-queue.ts";
import { judge, judgeLate } from "./judge.ts";
import { Random } from "./random.ts";
import { visitRate } from "./seasons.ts";
import { type Shop, Visit, type VisitStep } from "./visit.ts";

/** Something that happens at the demo shop, and the topic that it belongs to. */
export type DemoEvent =
  | { readonly topic: "searches"; readonly event: SearchEvent }
  | { readonly topic: "labels"; readonly event: LabelledEvent }
  | { readonly topic: "interactions"; readonly event: InteractionEvent };

/** How a stream of the demo shop runs. */
export interface StreamOptions {
  /** When it begins, milliseconds since 1970 UTC. */
  readonly from: number;
  /** How many searches it has; endless unless said. What follows from the last ones still comes. */
  readonly count?: number;
  /** Searches a second, averaged over a day; 5 unless said. */
  readonly perSecond?: number;
}

const judgedShare = 0.08;
const lateShare = 0.02;
const searchesPerVisit = 1.9;
const judgingMs = 1_000;
/** Raters of late labels take half a minute and more, two and a half on average. */
const lateMs = { least: 30_000, further: 120_000 } as const;

/** All that happens at the shop, in order of time. */
export function* liveStream(shop: Shop, seed: number, options: StreamOptions): Generator<DemoEvent> {
  const { from, count = Number.POSITIVE_INFINITY, perSecond = 5 } = options;
  const random = new Random(seed, `stream ${from}`);
  const queue = new EventQueue<DemoEvent | Visit>();
  let searches = 0;
  let arrival = from;
  for (let visits = 0; ; ) {
    while (searches < count && arrival <= queue.nextTime) {
      const time = Math.floor(arrival);
      queue.add(time, new Visit(shop, `demo-${seed}-${from.toString(36)}-${++visits}`, time, random));
      arrival += random.exponential((1000 * searchesPerVisit) / (perSecond * visitRate(arrival)));
    }
    const next = queue.take();
    if (next === undefined) return;
    if (!(next.item instanceof Visit)) yield next.item;
    else if (searches < count) {
      searches++;
      const step = next.item.search(next.time);
      yield { topic: "searches", event: step.search };
      follow(queue, step, random);
      if (step.nextTime !== undefined) queue.add(step.nextTime, next.item);
    }
  }
}

/** Puts into the queue what follows from a search. */
function follow(queue: EventQueue<DemoEvent | Visit>, step: VisitStep, random: Random): void {
  for (const event of step.interactions) queue.add(event.time, { topic: "interactions", event });
  const chance = random.next();
  if (step.products.length === 0 || chance >= judgedShare + lateShare) return;
  const isLate = chance >= judgedShare;
  const wait = isLate ? lateMs.least + Math.floor(random.exponential(lateMs.further)) : judgingMs;
  const time = step.search.time + wait;
  queue.add(time, { topic: "labels", event: (isLate ? judgeLate : judge)(step, time, random) });
}
