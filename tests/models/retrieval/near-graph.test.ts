import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import type { GraphChange } from "../../../models/retrieval/near-graph-worker.ts";
import { cosineByHand, lengthOf } from "../../support/hard-vectors.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/models/retrieval/near-graph.js");
const { NearGraph } = (await import(built)) as typeof import("../../../models/retrieval/near-graph.ts");

function open(dimensions: number) {
  const graph = new NearGraph(dimensions);
  onTestFinished(() => graph.close());
  return graph;
}

const [east, north, between] = [
  [1, 0],
  [0, 1],
  [0.8, 0.6],
] as const;

/** Documents with vectors of length 1 that come, and some that go. */
function change(come: Readonly<Record<number, readonly number[]>>, ...gone: readonly number[]): GraphChange {
  const vectors = Float32Array.from(Object.values(come).flat());
  return { documents: Object.keys(come).map(Number), vectors, gone };
}

test("NearGraph: what is asked after a change sees it", async () => {
  const graph = open(2);
  const changes = [
    change({ 5: north }),
    change({ 7: between, 3: east }),
    change({}, 3, 4),
    change({ 7: north, 5: between }),
  ];
  const found = changes.map(async (each) => {
    const [, documents] = await Promise.all([graph.change(each), graph.search(Float32Array.from(east), 3)]);
    return [...documents];
  });
  expect(await Promise.all(found)).toEqual([[5], [3, 7, 5], [7, 5], [5, 7]]);
});

const dimensions = 24;

function drawVectors(count: number): readonly Float32Array<ArrayBuffer>[] {
  const random = seededRandom(2);
  return Array.from({ length: count }, () => {
    const drawn = Float32Array.from({ length: dimensions }, () => random.uniform() - 0.5);
    return drawn.map((value) => value / lengthOf(drawn));
  });
}

test("NearGraph: finds nearly all of the nearest", async () => {
  const vectors = drawVectors(3_000);
  const graph = open(dimensions);
  await graph.change(change(Object.fromEntries(vectors.map((vector, document) => [document, [...vector]]))));
  let shared = 0;
  for (const query of vectors.slice(0, 20)) {
    const near = vectors.map((vector, document) => ({ document, cosine: cosineByHand(query, vector) }));
    const best = near.sort((a, b) => b.cosine - a.cosine).slice(0, 10);
    const found = new Set(await graph.search(query, 10));
    shared += best.filter(({ document }) => found.has(document)).length;
  }
  expect(shared / 200).toBeGreaterThan(0.95);
});

test("NearGraph: who waits when it is closed, and who asks after that, is told", async () => {
  const graph = open(2);
  await graph.change(change({ 1: east }));
  // the thread is at it for longer than it takes to end it
  const long = change(Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [i, [Math.cos(i), Math.sin(i)]])));
  const waiting = expect(graph.change(long)).rejects.toThrow("the thread of a graph ended");
  await graph.close();
  await waiting;
  await expect(graph.search(Float32Array.from(east), 1)).rejects.toThrow("the thread of a graph ended");
});
