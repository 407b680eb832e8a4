import type { Clock } from "../../connectors/clock.ts";
import type { Entry, EventLog } from "../../connectors/event-log.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import { decodeBatch, encodeBatch, runStage, type Travelling } from "../batch.ts";
import type { LiveModels } from "../live-models.ts";
import { readNews } from "../retrieval/read-news.ts";
import type { Stage } from "../stage.ts";
import { recogniseStage } from "../stages/recognise.ts";

/** Recognises products anew that a model before the newest recognised, or none. */
export interface RecognisingAgain {
  /** Goes through the catalog, unless all of it was recognised by the newest model; gives how many products it recognised. Ends early when the signal aborts. Throws LOG_UNAVAILABLE. */
  go(signal: AbortSignal): Promise<number>;
}

/** Products that are recognised and appended together. */
const productsAtOnce = 128;
/** By then every process has seen the model that this one has. */
const seenByAllMs = 15_000;

/**
 * The stage `recognise` works on what changes; this, on what the stage has been past when a model comes. Several processes may do it at once: what
 * another one has recognised meanwhile is left out, and the same answer twice does no harm.
 */
export function recogniseAgain(log: EventLog, models: LiveModels, clock: Clock): RecognisingAgain {
  const stage = recogniseStage(models) as Stage;
  let seen: string | undefined;
  let seenAt = 0;
  let done: string | undefined;
  let underWay: Promise<number> | undefined;

  async function goNow(signal: AbortSignal): Promise<number> {
    const newest = await models.recogniser?.use(async ({ reference }) => reference);
    if (newest === undefined || newest === done) return 0;
    if (newest !== seen) [seen, seenAt] = [newest, clock.now()];
    const mayBeLast = clock.now() - seenAt >= seenByAllMs;
    const count = await goThrough(log, stage, newest, signal);
    if (count === 0 && mayBeLast && !signal.aborted) done = newest;
    return count;
  }

  return {
    go(signal) {
      underWay ??= goNow(signal).finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
  };
}

async function goThrough(log: EventLog, stage: Stage, newest: string, signal: AbortSignal): Promise<number> {
  const news = newsOfRecognised(log, newest);
  const isRecognised = async () => {
    const known = await news();
    return ({ productId, time }: CatalogProduct) => known.get(productId) === time;
  };
  let count = 0;
  for await (const products of inPortions(productsToSee(log, stage.name, await isRecognised()))) {
    if (signal.aborted) break;
    const isKnown = await isRecognised();
    const { passed, deadLetters } = await runStage(
      stage,
      products.filter(({ event }) => !isKnown(event)),
    );
    const writes = [...encodeBatch(stage.to, stage.name, passed), ...deadLetters];
    if (writes.length > 0) await log.append(writes);
    count += passed.length;
  }
  return count;
}

/** The time of each product that the newest model has recognised, as of when it is asked. */
function newsOfRecognised(log: EventLog, newest: string): () => Promise<ReadonlyMap<string, number>> {
  const news = readNews(log, "recognitions");
  const known = new Map<string, number>();
  return async () => {
    for await (const entries of news())
      for (const { key, found } of readEach("recognitions", entries)) {
        if (found?.event.model === newest) known.set(key, found.event.time);
        else known.delete(key);
      }
    return known;
  };
}

/** The newest entry of each product that the stage has been past, and that is not recognised. The catalog is read twice, so that only the places of its products need be kept. */
async function* productsToSee(
  log: EventLog,
  group: string,
  isRecognised: (product: CatalogProduct) => boolean,
): AsyncGenerator<Travelling<CatalogProduct>> {
  const places = new Map<string, string>();
  for await (const entries of entriesBehind(log, group))
    for (const { key, found } of readEach("catalog", entries)) {
      if (found === undefined || isRecognised(found.event)) places.delete(key);
      else places.set(key, placeOf(found.entry));
    }
  if (places.size === 0) return;
  for await (const entries of entriesBehind(log, group))
    for (const { key, found } of readEach("catalog", entries))
      if (found !== undefined && places.get(key) === placeOf(found.entry)) yield found;
}

/** The entries of the catalog that a group is done with; what it has still to read it works on itself. */
async function* entriesBehind(log: EventLog, group: string): AsyncGenerator<readonly Entry[]> {
  const committed = await log.committed("catalog", group);
  for (const { partition, start, end } of await log.extents("catalog")) {
    const to = Math.min(end, committed[partition] ?? 0);
    if (start < to) yield* log.read("catalog", { partition, from: start, to });
  }
}

async function* inPortions<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  let portion: Item[] = [];
  for await (const item of items) {
    if (portion.push(item) < productsAtOnce) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

/** What entries say of each product, by its id, in their order: nothing where it is gone. What can't be read is passed over; who follows the topic tells of it. */
function* readEach<Name extends "catalog" | "recognitions">(topic: Name, entries: readonly Entry[]) {
  for (const entry of entries) {
    const [found] = entry.value === null ? [] : decodeBatch(topic, [entry]).passed;
    const key = found?.event.productId ?? (entry.value === null ? entry.key : null);
    if (key !== null) yield { key, found };
  }
}

function placeOf({ partition, offset }: Entry): string {
  return `${partition}:${offset}`;
}
