import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { openDataFolder } from "../connectors/files/data-folder.ts";
import { openModelFolder } from "../connectors/files/model-folder.ts";
import { createMemoryLog } from "../connectors/memory/memory-log.ts";
import { learners } from "../models/learners.ts";
import { encodeEvent } from "../pipelines/batch.ts";
import { type LiveModel, withLiveModel } from "../pipelines/live-models.ts";
import { LiveCatalog } from "../pipelines/retrieval/live-catalog.ts";
import { searchProducts } from "../pipelines/retrieval/search-products.ts";
import type { CatalogProduct } from "../schemas/generated/events.ts";
import { topics } from "../schemas/topics.ts";
import { inModelFolder, withModels } from "./kafka/trained-models.ts";
import { cells, latencies } from "./retrieval/latency.ts";
import { drawnProducts, homeDepotShop, type JudgedQuery } from "./retrieval/shop.ts";
import { usedMegabytes } from "./retrieval/used-memory.ts";
import { type ReadQuery, readQueries, waysHead, waysOfFinding } from "./retrieval/ways-of-finding.ts";

const usualKinds = ["relevance"];
const askedQueries = 2_000;
const askedOfEachSize = 500;
const sizes = [100_000, 200_000, 500_000, 1_000_000];
const productsAtOnce = 5_000;
const wanted = "wanted: search p99 of 25 ms or less, the nearest ten of every vector in 1 ms or less\n";

/** Whether a word names a kind of champion, or asks how everything grows with the catalog. */
export function isRetrievalWord(word: string): boolean {
  return word === "grow" || Object.hasOwn(learners, word);
}

/**
 * Searching the Home Depot products with a champion of each kind named, `relevance` where none is: what each way of finding takes and finds beside its peer,
 * and what a whole search takes. With `grow` also in catalogs of up to a million products, of which most are drawn: one catalog that
 * grows, with a graph above 200,000 products, whose building takes most of the time; each size is told once it is built.
 * Skipped by name where the file is not there.
 */
export async function retrievalBench(words: readonly string[]): Promise<void> {
  const named = words.filter((word) => word !== "grow");
  const kinds = named.length > 0 ? named : usualKinds;
  await inModelFolder((data) =>
    withModels(data, kinds, async () => {
      const { models } = await openDataFolder(data);
      for (const kind of kinds)
        await withLiveModel(openModelFolder(models), `${kind}-1`, (live) =>
          benchChampion(live, words.includes("grow")),
        );
    }),
  );
}

async function benchChampion(live: LiveModel, grows: boolean): Promise<void> {
  const { products, queries } = await homeDepotShop();
  const asked = queries.slice(0, askedQueries);
  const ways = await inCatalog(live, async ({ catalog, add }) => {
    const built = await add(products);
    const read = await readQueries(asked, live);
    const found = await catalog.use(({ index }) => waysOfFinding(index, read));
    return [
      ...found,
      [`search, scored by ${live.reference}`, ...(await searched(catalog, live, asked)), "", "", ...built],
    ];
  });
  process.stdout.write(`${textTable([[`${number(products.length)} products`, ...waysHead], ...ways])}\n${wanted}`);
  if (!grows) return;
  const rows = await growth(products, live, queries.slice(0, askedOfEachSize));
  process.stdout.write(`${textTable([growthHead, ...rows])}\n`);
}

interface GrowingCatalog {
  readonly catalog: LiveCatalog;
  /** Adds products by way of the log; gives the seconds and megabytes that the whole catalog took to read and index so far, as cells of a table. */
  add(products: Iterable<CatalogProduct>): Promise<readonly string[]>;
}

/** Works with a catalog that is empty at first. */
async function inCatalog<Result>(live: LiveModel, work: (growing: GrowingCatalog) => Promise<Result>): Promise<Result> {
  const log = createMemoryLog();
  await log.createTopics(topics);
  const catalog = await LiveCatalog.open(log, { current: async () => live });
  let [seconds, megabytes] = [0, 0];
  const add = async (products: Iterable<CatalogProduct>) => {
    for (const batch of batches(products)) await log.append(batch.map((product) => encodeEvent("catalog", product)));
    const before = usedMegabytes();
    const start = performance.now();
    await catalog.catchUp();
    seconds += (performance.now() - start) / 1_000;
    megabytes += usedMegabytes() - before;
    return [number(seconds, 1), number(megabytes)];
  };
  try {
    return await work({ catalog, add });
  } finally {
    await catalog.close();
    await log.close();
  }
}

function* batches(products: Iterable<CatalogProduct>): Generator<readonly CatalogProduct[]> {
  let batch: CatalogProduct[] = [];
  for (const product of products) {
    batch.push(product);
    if (batch.length < productsAtOnce) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

async function searched(
  catalog: LiveCatalog,
  live: LiveModel,
  queries: readonly JudgedQuery[],
): Promise<readonly string[]> {
  const models = { current: async () => live };
  return cells(await latencies(queries, ({ query }) => searchProducts(catalog, models, { query, limit: 25 })));
}

const growthHead = [
  ...["products", "words p50 ms", "p99", "vectors p50 ms", "p99", "search p50 ms", "p99", "build s", "MB"],
  "vectors by",
];

/** How long everything takes in a catalog that grows by drawn products. */
function growth(
  products: readonly CatalogProduct[],
  live: LiveModel,
  asked: readonly JudgedQuery[],
): Promise<readonly (readonly string[])[]> {
  const drawn = drawnProducts(products, sizes.at(-1)! - products.length);
  return inCatalog(live, async ({ catalog, add }) => {
    await add(products);
    const read = await readQueries(asked, live);
    const rows: (readonly string[])[] = [];
    for (const size of sizes) {
      const built = await add(next(drawn, size - catalog.size));
      process.stderr.write(`${number(size)} products: read and indexed in ${built[0]} s so far, ${built[1]} MB\n`);
      rows.push([number(size), ...(await timed(catalog, live, read)), ...built, await wayOf(catalog)]);
    }
    return rows;
  });
}

/** The next so many of what is drawn, which is left open for more. */
function* next<Item>(source: Iterator<Item>, count: number): Generator<Item> {
  for (let i = 0; i < count; i++) yield source.next().value as Item;
}

async function timed(catalog: LiveCatalog, live: LiveModel, read: readonly ReadQuery[]): Promise<readonly string[]> {
  const found = await catalog.use(async ({ index }) => [
    ...cells(await latencies(read, ({ stems }) => index.byWords(stems, 100))),
    ...cells(await latencies(read, ({ vector }) => index.byVector(vector, 10))),
  ]);
  return [...found, ...(await searched(catalog, live, read))];
}

function wayOf(catalog: LiveCatalog): Promise<string> {
  return catalog.use(async ({ index }) => (index.isExact ? "comparing all" : "graph"));
}
