import { createHash } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { productTypes, typeNamed } from "../../../connectors/demo/assortment.ts";
import { createDemoShop, type DemoShop } from "../../../connectors/demo/demo-shop.ts";
import type { DemoEvent } from "../../../connectors/demo/live-stream.ts";
import { needs, notSold } from "../../../connectors/demo/needs.ts";
import { codecs } from "../../../schemas/codec.ts";
import type { CatalogProduct, LabelledEvent, SearchEvent } from "../../../schemas/generated/events.ts";

const may = Date.UTC(2025, 4, 14, 15);
const january = Date.UTC(2025, 0, 14, 15);
let shop: DemoShop;
let catalog: CatalogProduct[];
let events: DemoEvent[];
let judged: LabelledEvent[];

beforeAll(() => {
  shop = createDemoShop({ seed: 1 });
  catalog = [...shop.catalog()];
  events = [...shop.events({ from: may, count: 6000 })];
  judged = [...shop.judgedQueries(1500)];
});

function searchesOf(stream: Iterable<DemoEvent>): SearchEvent[] {
  return [...stream].flatMap(({ topic, event }) => (topic === "searches" ? [event] : []));
}

function labelsOf(stream: Iterable<DemoEvent>): LabelledEvent[] {
  return [...stream].flatMap(({ topic, event }) => (topic === "labels" ? [event] : []));
}

function hash(items: Iterable<unknown>): string {
  return createHash("sha256")
    .update(JSON.stringify([...items]))
    .digest("hex");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9/]+/g) ?? [];
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** Ranks with ties averaged, then the correlation of Pearson. */
function spearman(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [ranks(a), ranks(b)];
  const middle = (a.length - 1) / 2;
  const product = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, i) => sum + (value - middle) * (v[i]! - middle), 0);
  return product(x, y) / Math.sqrt(product(x, x) * product(y, y));
}

function ranks(values: readonly number[]): number[] {
  const places = new Map<number, { sum: number; count: number }>();
  for (const [rank, value] of values.toSorted((a, b) => a - b).entries()) {
    const { sum, count } = places.get(value) ?? { sum: 0, count: 0 };
    places.set(value, { sum: sum + rank, count: count + 1 });
  }
  return values.map((value) => places.get(value)!.sum / places.get(value)!.count);
}

test("demo tables: every name they refer to exists, and every title slot has its attribute", () => {
  const names = [...productTypes.flatMap(({ spec }) => [...(spec.accessories ?? []), ...(spec.similar ?? [])])];
  for (const name of [...names, ...needs.flatMap(([, help]) => help)]) expect(typeNamed(name).name).toBe(name);
  for (const { spec } of productTypes) {
    const slots = [...spec.title.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot!);
    expect(slots.toSorted()).toEqual(Object.keys(spec.attributes).toSorted());
    for (const name of [spec.pricedBy ?? slots[0]!, ...(spec.scaled ?? [])]) expect(slots).toContain(name);
  }
  expect(new Set(productTypes.map(({ name }) => name)).size).toBe(productTypes.length);
});

test("demo catalog: 20,000 products of every type with unique ids and titles and sane prices", () => {
  expect(catalog).toHaveLength(20_000);
  expect(new Set(catalog.map(({ productId }) => productId)).size).toBe(20_000);
  expect(new Set(catalog.map(({ title }) => title)).size).toBeGreaterThan(19_950);
  expect(catalog.filter(({ title }) => title.includes(" - Model ")).length).toBeLessThan(60);
  expect(new Set(catalog.map(({ category }) => category)).size).toBe(productTypes.length);
  for (const { title, brand, price } of catalog) {
    expect(title.startsWith(`${brand} `) && !/[{}]| {2}|undefined/.test(title), title).toBe(true);
    expect(price! > 0.5 && price! < 10_000, title).toBe(true);
  }
});

test("demo catalog: brands of the premium tier cost more", () => {
  const price = (brand: string) =>
    mean(catalog.filter((p) => p.brand === brand && p.category === "Tools > cordless drill").map((p) => p.price!));
  expect(price("Volterra")).toBeGreaterThan(1.3 * price("Handyfox"));
});

test("demo shop: equal seeds make equal shops, other seeds and beginnings others", () => {
  const sign = (seed: number, from = may) => {
    const made = createDemoShop({ seed, products: 800 });
    return [hash(made.catalog()), hash(made.events({ from, count: 150 })), hash(made.judgedQueries(40))];
  };
  const first = sign(4);
  expect(sign(4)).toEqual(first);
  for (const [i, other] of sign(5).entries()) expect(other).not.toBe(first[i]);
  expect(sign(4, january)[1]).not.toBe(first[1]);
});

test("demo shop: a stream does not depend on what was read before", () => {
  const made = createDemoShop({ seed: 4, products: 800 });
  const once = hash(made.events({ from: may, count: 100 }));
  made.judgedQueries(5).next();
  expect(hash(made.events({ from: may, count: 100 }))).toBe(once);
});

test("demo events: come in order of time with unique ids, and fit their schemas", () => {
  const ids = new Set<string>();
  for (const [i, { topic, event }] of events.entries()) {
    expect(event.time).toBeGreaterThanOrEqual(events[i - 1]?.event.time ?? may);
    expect(ids.has(event.eventId), event.eventId).toBe(false);
    ids.add(event.eventId);
    if (i % 25 === 0) expect(codecs[topic].decode(codecs[topic].encode(event as never))).toEqual({ event });
  }
  const [product] = catalog;
  expect(codecs.catalog.decode(codecs.catalog.encode(product!))).toEqual({ event: product });
});

test("demo events: count is the number of searches, and each has no or 10 to 24 products, each once", () => {
  const searches = searchesOf(events);
  expect(searches).toHaveLength(6000);
  for (const { products, query } of searches) {
    if (products.length > 0) expect(products.length, query).toBeGreaterThanOrEqual(10);
    expect(products.length).toBeLessThanOrEqual(24);
    expect(products.map(({ position }) => position)).toEqual(products.map((_, place) => place + 1));
    expect(new Set(products.map(({ productId }) => productId)).size).toBe(products.length);
  }
  const empty = searches.filter(({ products }) => products.length === 0).length / 6000;
  expect(empty).toBeGreaterThan(0.005);
  expect(empty).toBeLessThan(0.05);
});

test("demo events: perSecond sets the pace, which follows the time of day", () => {
  const pace = (from: number, perSecond: number) => {
    const searches = searchesOf(shop.events({ from, count: 3000, perSecond }));
    // The first minutes have no visitors from before yet.
    const settled = searches.slice(1000);
    return (1000 * settled.length) / (settled.at(-1)!.time - settled[0]!.time);
  };
  const noon = pace(Date.UTC(2025, 4, 14, 17), 10);
  expect(noon).toBeGreaterThan(10);
  expect(noon).toBeLessThan(17);
  expect(pace(Date.UTC(2025, 4, 14, 8), 10)).toBeLessThan(noon / 2);
});

test("demo events: an endless stream goes on", () => {
  let seen = 0;
  for (const { topic } of shop.events({ from: may, perSecond: 100 })) {
    if (topic === "searches" && ++seen === 2000) break;
  }
  expect(seen).toBe(2000);
});

test("demo visitors: many come back, and misspelt queries are typed again", () => {
  const searches = searchesOf(events);
  const sessions = groupBy(searches, ({ sessionId }) => sessionId);
  const users = groupBy(
    [...sessions.values()].map(([first]) => first!.userId).filter((id) => id !== null),
    (id) => id,
  );
  expect(sessions.size / searches.length).toBeLessThan(0.75);
  expect([...users.values()].filter((visits) => visits.length > 1).length).toBeGreaterThan(200);
  const dictionary = knownWords();
  const isMisspelt = ({ query }: SearchEvent) =>
    wordsOf(query).some((word) => /^[a-z]{3,}$/.test(word) && !dictionary.has(word));
  const misspelt = searches.filter(isMisspelt).length / searches.length;
  expect(misspelt).toBeGreaterThan(0.04);
  expect(misspelt).toBeLessThan(0.14);
  const corrected = [...sessions.values()].filter((visit) =>
    visit.some((search, i) => i > 0 && isMisspelt(visit[i - 1]!) && !isMisspelt(search)),
  );
  expect(corrected.length).toBeGreaterThan(50);
});

/** Every word that titles, names of types and the tables have, and its plurals. */
function knownWords(): Set<string> {
  const texts = [
    ...catalog.map(({ title }) => title),
    ...productTypes.flatMap(({ names }) => names.map(({ text }) => text)),
    ...needs.map(([query]) => query),
    ...notSold,
    "foot feet inch inches gallon gallons quart pint pound pounds lbs ounce square cubic yards volt watt watts amp amps half three quarter pack of by for",
  ];
  return new Set(texts.flatMap(wordsOf).flatMap((word) => [word, `${word}s`, `${word}es`, word.replace(/y$/, "ies")]));
}

test("demo clicks: fall with position, carts and orders follow clicks", () => {
  const shown = new Array<number>(25).fill(0);
  const clicked = new Array<number>(25).fill(0);
  const byId = new Map(searchesOf(events).map((search) => [search.eventId, search]));
  for (const { products } of byId.values()) for (const { position } of products) shown[position]!++;
  const done = new Map<string, string[]>();
  for (const { topic, event } of events) {
    if (topic !== "interactions") continue;
    const search = byId.get(event.refersTo!)!;
    expect(search.products[event.position! - 1]!.productId).toBe(event.productId);
    expect(event.time).toBeGreaterThan(search.time);
    const key = `${event.refersTo} ${event.productId}`;
    done.set(key, [...(done.get(key) ?? []), event.type]);
    if (event.type === "click") clicked[event.position!]!++;
  }
  const rate = (low: number, high: number) =>
    mean(Array.from({ length: high - low + 1 }, (_, i) => clicked[low + i]! / shown[low + i]!));
  expect(rate(1, 1)).toBeGreaterThan(1.2 * rate(2, 2));
  expect(rate(2, 2)).toBeGreaterThan(rate(4, 5));
  expect(rate(4, 5)).toBeGreaterThan(rate(9, 10));
  const ways = new Set([...done.values()].map((types) => types.join(" ")));
  expect(ways).toEqual(new Set(["click", "click cart", "click cart order"]));
});

test("demo seasons: snow is shovelled in January, lawns are mown in May", () => {
  const share = (from: number, words: RegExp) => {
    const searches = searchesOf(shop.events({ from, count: 2500 }));
    return searches.filter(({ query }) => words.test(query)).length / searches.length;
  };
  expect(share(january, /snow|ice melt/)).toBeGreaterThan(5 * share(may, /snow|ice melt/) + 0.005);
  expect(share(may, /mower|grass|mulch/)).toBeGreaterThan(3 * share(january, /mower|grass|mulch/) + 0.01);
});

test("demo queries: a few are frequent, many are rare, and lists of the same words are the same", () => {
  const byQuery = groupBy(searchesOf(events), ({ query }) => query);
  const counts = [...byQuery.values()].map((searches) => searches.length).sort((a, b) => b - a);
  expect(counts[0]! / 6000).toBeLessThan(0.05);
  expect(counts.slice(0, 100).reduce((sum, count) => sum + count, 0) / 6000).toBeGreaterThan(0.15);
  expect(counts.filter((count) => count === 1).length / 6000).toBeGreaterThan(0.25);
  const lists = byQuery.get("self propelled mower")!.map(({ products }) => products);
  for (const list of lists) expect(list).toEqual(lists[0]);
});

test("demo labels: a tenth of searches is judged, some of them late and by reference only", () => {
  const labels = labelsOf(events);
  expect(labels.length / 6000).toBeGreaterThan(0.08);
  expect(labels.length / 6000).toBeLessThan(0.12);
  const late = labels.filter(({ refersTo }) => refersTo !== null);
  expect(late.length / labels.length).toBeGreaterThan(0.1);
  expect(late.length / labels.length).toBeLessThan(0.3);
  const byId = new Map(searchesOf(events).map((search) => [search.eventId, search]));
  for (const { refersTo, query, products, time } of late) {
    const search = byId.get(refersTo!)!;
    expect(query).toBeNull();
    expect(time - search.time).toBeGreaterThanOrEqual(30_000);
    expect(products.map(({ productId }) => productId)).toEqual(search.products.map(({ productId }) => productId));
    expect(products.every(({ title }) => title === null)).toBe(true);
  }
});

test("demo grades: are means of three raters, on every level, high as in real shops, hard for a constant", () => {
  const grades = judged.flatMap(({ products }) => products.map(({ grade }) => grade));
  const levels = [1, 1.33, 1.67, 2, 2.33, 2.67, 3];
  for (const level of levels) {
    expect(grades.filter((grade) => grade === level).length / grades.length).toBeGreaterThan(0.02);
  }
  expect(new Set(grades)).toEqual(new Set(levels));
  const average = mean(grades);
  expect(average).toBeGreaterThan(2.28);
  expect(average).toBeLessThan(2.52);
  const constantRmse = Math.sqrt(mean(grades.map((grade) => (grade - average) ** 2)));
  expect(constantRmse).toBeGreaterThan(0.5);
  expect(constantRmse).toBeLessThan(0.6);
});

test("demo grades: words in common tell something of the grade, not all", () => {
  const overlaps: number[] = [];
  const grades: number[] = [];
  for (const { query, products } of judged) {
    const words = wordsOf(query!);
    for (const { title, grade } of products) {
      const titleWords = new Set(wordsOf(title!));
      overlaps.push(words.filter((word) => titleWords.has(word)).length / words.length);
      grades.push(grade);
    }
  }
  const correlation = spearman(overlaps, grades);
  expect(correlation).toBeGreaterThan(0.3);
  expect(correlation).toBeLessThan(0.8);
});

test("demo training queries: are as many as asked, over a year, and none is in the stream", () => {
  expect(judged).toHaveLength(1500);
  expect(new Set(judged.map(({ eventId }) => eventId)).size).toBe(1500);
  expect(new Set(judged.map(({ time }) => new Date(time).getUTCMonth())).size).toBe(12);
  const ids = new Set(events.map(({ event }) => event.eventId));
  expect(judged.filter(({ eventId }) => ids.has(eventId))).toEqual([]);
  expect(
    judged.every(({ products, labelMin, labelMax }) => products.length >= 10 && labelMin === 1 && labelMax === 3),
  ).toBe(true);
});
