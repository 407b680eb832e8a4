import { performance } from "node:perf_hooks";
import MiniSearch from "minisearch";
import { number } from "../../app/terminal/output.ts";
import { embeddable } from "../../models/embedding/embedder.ts";
import { VectorIndex } from "../../models/retrieval/vector-index.ts";
import type { LiveModel } from "../../pipelines/live-models.ts";
import type { IndexedProduct, ProductIndex } from "../../pipelines/retrieval/product-index.ts";
import { cells, type Latencies, latencies } from "./latency.ts";
import type { JudgedQuery } from "./shop.ts";
import { usedMegabytes } from "./used-memory.ts";

const candidates = 100;
const nearest = 10;

/** A query as the model reads it. */
export interface ReadQuery extends JudgedQuery {
  readonly stems: readonly string[];
  readonly vector: Float32Array;
}

/** Reads queries as a search does. */
export async function readQueries(queries: readonly JudgedQuery[], live: LiveModel): Promise<readonly ReadQuery[]> {
  const read: ReadQuery[] = [];
  for (const judged of queries) {
    const text = live.analyser.analyseQuery(judged.query);
    const [vector] = await live.embedder.embed([embeddable(judged.query, text)]);
    read.push({ ...judged, stems: text.stems.filter((stem) => stem !== ""), vector: vector! });
  }
  return read;
}

/** The titles of the columns of `waysOfFinding`. */
export const waysHead = ["p50 ms", "p99 ms", "relevant found", "of exact", "build s", "MB"];

/** Each way of finding products by itself: how long it takes, which share of the relevant products is among its hundred, and what its index costs. */
export async function waysOfFinding(
  index: ProductIndex,
  queries: readonly ReadQuery[],
): Promise<readonly (readonly string[])[]> {
  const products = index.productsAt(Int32Array.from({ length: index.size }, (_, document) => document));
  const words = ({ stems }: ReadQuery) => idsOf(index, index.byWords(stems, candidates).documents);
  const vectors = async ({ vector }: ReadQuery) => idsOf(index, (await index.byVector(vector, candidates)).documents);
  const both = async ({ stems, vector }: ReadQuery) =>
    idsOf(index, (await index.byBoth(stems, vector, candidates)).documents);
  const common = commonQueries(products);
  const byWords = await latencies(queries, ({ stems }) => index.byWords(stems, candidates));
  const byCommon = await latencies(common, (stems) => index.byWords(stems, candidates));
  const byVector = await latencies(queries, ({ vector }) => index.byVector(vector, nearest));
  return [
    ["words: BM25", ...cells(byWords), await share(queries, words)],
    ["words: BM25, three of the commonest", ...cells(byCommon)],
    ...(await byMiniSearch(products, queries, common)),
    [`vectors: every one compared, top ${nearest}`, ...cells(byVector), await share(queries, vectors)],
    await byGraph(index, products, queries),
    ["words and vectors, fused", "", "", await share(queries, both)],
  ];
}

function idsOf(index: ProductIndex, documents: Int32Array): readonly string[] {
  return index.productsAt(documents).map(({ product }) => product.productId);
}

/** Which share of all relevant products is found. */
async function share(
  queries: readonly ReadQuery[],
  find: (query: ReadQuery) => readonly string[] | Promise<readonly string[]>,
): Promise<string> {
  let [found, all] = [0, 0];
  for (const query of queries) {
    const ids = await find(query);
    found += ids.filter((id) => query.relevant.has(id)).length;
    all += query.relevant.size;
  }
  return `${number((100 * found) / all, 1)} %`;
}

/** Queries of three of the twelve stems that most titles have: the worst that an index of words can be asked. */
function commonQueries(products: readonly IndexedProduct[]): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  for (const { text } of products)
    for (const stem of new Set(text.stems)) if (stem !== "") counts.set(stem, (counts.get(stem) ?? 0) + 1);
  const [...common] = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 12);
  const stems = common.map(([stem]) => stem);
  return stems.flatMap((one, i) =>
    stems.slice(i + 1).flatMap((two, j) => stems.slice(i + j + 2).map((three) => [one, two, three])),
  );
}

/** The same words, given to minisearch as they are: it neither splits nor changes them. */
async function byMiniSearch(
  products: readonly IndexedProduct[],
  queries: readonly ReadQuery[],
  common: readonly (readonly string[])[],
): Promise<readonly (readonly string[])[]> {
  const before = usedMegabytes();
  const start = performance.now();
  const index = new MiniSearch<{ readonly id: string; readonly stems: string }>({
    fields: ["stems"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term || null,
  });
  index.addAll(products.map(({ product, text }) => ({ id: product.productId, stems: text.stems.join(" ") })));
  const cost = [number((performance.now() - start) / 1_000, 1), number(usedMegabytes() - before)];
  const find = (stems: readonly string[]) => index.search(stems.join(" ")).slice(0, candidates);
  const taken = await latencies(queries, ({ stems }) => find(stems));
  const found = await share(queries, ({ stems }) => find(stems).map(({ id }) => id as string));
  return [
    ["words: minisearch", ...cells(taken), found, "", ...cost],
    ["words: minisearch, three of the commonest", ...cells(await latencies(common, find))],
  ];
}

/** The graph that large catalogs are searched by, beside comparing every vector. */
async function byGraph(
  index: ProductIndex,
  products: readonly IndexedProduct[],
  queries: readonly ReadQuery[],
): Promise<readonly string[]> {
  const { space } = index;
  const dimensions = products[0]!.vector.length;
  const graph = new VectorIndex({ space, dimensions, largestExact: 0 });
  const start = performance.now();
  for (const [document, { vector }] of products.entries()) graph.set(document, { space, vector });
  while (!(await graph.settle()));
  const seconds = (performance.now() - start) / 1_000;
  const taken: Latencies = await latencies(queries, ({ vector }) => graph.search({ space, vector }, nearest));
  let [shared, all] = [0, 0];
  for (const { vector } of queries) {
    const exact = new Set((await index.byVector(vector, nearest)).documents);
    const { documents } = await graph.search({ space, vector }, nearest);
    shared += documents.filter((document) => exact.has(document)).length;
    all += exact.size;
  }
  await graph.close();
  const recall = `${number((100 * shared) / all, 1)} %`;
  return [`vectors: graph, top ${nearest}`, ...cells(taken), "", recall, number(seconds, 1)];
}
