import type { LabelledProduct, ShownProduct } from "../../schemas/generated/events.ts";
import type { ImportedEvent, ImportRun, Pair } from "./preset.ts";
import { detached } from "./values.ts";

/** A list of more products than this is cut into several events. */
const maxProducts = 1_000;
const eventsPerBatch = 200;

interface Group {
  readonly query: string | null;
  readonly refersTo: string | null;
  readonly sessionId: string | null;
  readonly userId: string | null;
  readonly ownId: string | null;
  readonly isJudged: boolean;
  time: number | null;
  products: Held[];
}

type Held = Omit<LabelledProduct, "grade"> & { readonly grade: number | null };

/**
 * Puts the pairs of one search together, wherever they stand in a file: the rows of a query need not be neighbours. All pairs are held until the end, at about
 * 300 bytes and the title each, so a few million rows fit into memory. A search is told by its own id where the file has one, else by query and visit, and by time
 * where nothing is judged. Equal pairs are kept, each.
 */
export class PairGroups {
  readonly #groups = new Map<string, Group>();

  add(pair: Pair): void {
    const key = keyOf(pair);
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = groupOf(pair);
      this.#groups.set(detached(key), group);
    }
    if (pair.time != null && (group.time === null || pair.time < group.time)) group.time = pair.time;
    group.products.push(heldOf(pair, group.products.length + 1));
  }

  /** The events, by the first appearance of each search; what was given is let go of. */
  *events(run: ImportRun): Generator<readonly ImportedEvent[]> {
    let batch: ImportedEvent[] = [];
    let count = 0;
    for (const [key, group] of this.#groups) {
      for (let chunk = 0; chunk * maxProducts < group.products.length; chunk++) {
        batch.push(eventOf(group, chunk, run.timeAt(count++), run));
      }
      this.#groups.delete(key);
      if (batch.length >= eventsPerBatch) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }
}

function keyOf(pair: Pair): string {
  const own = pair.eventId ?? null;
  const parts =
    own === null ? [pair.sessionId, pair.grade === null ? pair.time : null, pair.refersTo, pair.query] : [own];
  return parts.map((part) => part ?? "").join("\u0000");
}

function groupOf(pair: Pair): Group {
  return {
    query: detached(pair.query),
    refersTo: detached(pair.refersTo ?? null),
    sessionId: detached(pair.sessionId ?? null),
    userId: detached(pair.userId ?? null),
    ownId: detached(pair.eventId ?? null),
    isJudged: pair.grade !== null,
    time: null,
    products: [],
  };
}

const noAttributes = {};

function heldOf(pair: Pair, order: number): Held {
  return {
    productId: detached(pair.productId),
    title: detached(pair.title),
    position: pair.position ?? order,
    brand: detached(pair.brand ?? null),
    category: detached(pair.category ?? null),
    price: pair.price ?? null,
    attributes: pair.attributes === undefined ? noAttributes : detachedAll(pair.attributes),
    grade: pair.grade,
  };
}

function detachedAll(attributes: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, detached(value)]));
}

function eventOf(group: Group, chunk: number, standInTime: number, run: ImportRun): ImportedEvent {
  const { query, refersTo, sessionId, userId } = group;
  const products = group.products.slice(chunk * maxProducts, (chunk + 1) * maxProducts);
  const eventId = idOf(group, chunk, products, run);
  const common = { eventId, time: group.time ?? standInTime, source: run.source, sessionId, userId };
  if (!group.isJudged) {
    return { topic: "searches", event: { ...common, query: query!, products: products.map(shownProduct) } };
  }
  const { min, max } = run.labelRange!;
  const judged = products.map((product) => ({ ...product, grade: product.grade! }));
  return { topic: "labels", event: { ...common, refersTo, query, labelMin: min, labelMax: max, products: judged } };
}

/**
 * The products and grades are part of the id: a second file that judges other products of the same query adds to the first, while the same file
 * again adds nothing.
 */
function idOf(group: Group, chunk: number, products: readonly Held[], run: ImportRun): string {
  if (group.ownId !== null) return run.ownId(chunk === 0 ? group.ownId : `${group.ownId}.${chunk + 1}`);
  const contents = products.map(({ productId, grade }) => [productId, grade]);
  return run.eventId(
    "search",
    group.query,
    group.refersTo,
    group.sessionId,
    group.isJudged ? null : group.time,
    chunk,
    contents,
  );
}

function shownProduct({ grade: _, title, ...product }: Held): ShownProduct {
  return { ...product, title: title! };
}
