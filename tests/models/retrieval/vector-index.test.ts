import { resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { seededRandom } from "../../../models/random.ts";
import type { VectorIndexOptions } from "../../../models/retrieval/vector-index.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/models/retrieval/vector-index.js");
const { VectorIndex } = (await import(built)) as typeof import("../../../models/retrieval/vector-index.ts");
type VectorIndex = InstanceType<typeof VectorIndex>;

const space = "test-1";

function open(options: Partial<VectorIndexOptions> = {}): VectorIndex {
  const index = new VectorIndex({ space, dimensions: 2, ...options });
  onTestFinished(() => index.close());
  return index;
}

function embedding(...values: readonly number[]) {
  return { space, vector: Float32Array.from(values) };
}

test("VectorIndex: finds by cosine, whatever the lengths of vectors", async () => {
  const index = open();
  index.set(0, embedding(0, 5));
  index.set(3, embedding(0.1, 0));
  index.set(2, embedding(3, 4));
  const { documents, scores } = await index.search(embedding(2, 0), 5);
  expect([...documents]).toEqual([3, 2]);
  expect(scores[0]).toBeCloseTo(1, 6);
  expect(scores[1]).toBeCloseTo(0.6, 6);
  expect(index.vectorOf(2)).toEqual(Float32Array.of(3, 4));
});

test("VectorIndex: what is not like the query is not found", async () => {
  const index = open();
  index.set(0, embedding(0, 0));
  index.set(1, embedding(-1, 0));
  expect((await index.search(embedding(1, 0), 5)).documents).toHaveLength(0);
  expect((await index.search(embedding(0, 0), 5)).documents).toHaveLength(0);
  expect((await open().search(embedding(1, 0), 5)).documents).toHaveLength(0);
});

test.for([
  ["space", { space: "other-1", vector: new Float32Array(2) }],
  ["length", { space, vector: new Float32Array(3) }],
] as const)("VectorIndex: refuses a vector of another %s", async ([, strange]) => {
  const index = open();
  expect(() => index.set(0, strange)).toThrow(expect.objectContaining({ code: "MODEL_MISMATCH" }));
  await expect(index.search(strange, 1)).rejects.toMatchObject({ code: "MODEL_MISMATCH" });
  expect(index.size).toBe(0);
});

const dimensions = 16;

/** Vectors that lie in groups, as titles do. */
function drawVectors(count: number, seed: number): readonly Float32Array[] {
  const random = seededRandom(seed);
  const centres = Array.from({ length: 20 }, () => Float32Array.from({ length: dimensions }, random.uniform));
  return Array.from({ length: count }, (_, i) =>
    centres[i % centres.length]!.map((value) => value - 0.5 + (random.uniform() - 0.5) * 0.6),
  );
}

function nearest(vectors: ReadonlyMap<number, Float32Array>, query: Float32Array, limit: number): readonly number[] {
  return [...vectors]
    .map(([document, vector]) => ({ document, likeness: cosine(query, vector) }))
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, limit)
    .map(({ document }) => document);
}

async function settle(index: VectorIndex): Promise<void> {
  while (!(await index.settle())) expect(index.isExact).toBe(true);
}

/** An index of vectors after some were replaced and some taken out, with what must be in it. */
async function changed(options: Partial<VectorIndexOptions>) {
  const index = open({ dimensions, ...options });
  const vectors = new Map(drawVectors(1_500, 1).entries());
  for (const [document, vector] of vectors) index.set(document, { space, vector });
  await settle(index);
  const others = drawVectors(1_500, 2);
  for (let document = 0; document < 1_500; document += 3) {
    vectors.set(document, others[document]!);
    index.set(document, { space, vector: others[document]! });
  }
  for (let document = 1; document < 1_500; document += 7) {
    vectors.delete(document);
    index.delete(document);
    index.delete(document);
  }
  await settle(index);
  return { index, vectors };
}

test("VectorIndex: whatever came and went, it finds the nearest of all", async () => {
  const { index, vectors } = await changed({});
  expect(index.isExact).toBe(true);
  for (const query of drawVectors(20, 3)) {
    const { documents, scores } = await index.search({ space, vector: query }, 10);
    expect([...documents]).toEqual(nearest(vectors, query, 10));
    expect(scores[9]).toBeCloseTo(cosine(query, vectors.get(documents[9]!)!), 5);
  }
});

test("VectorIndex: a large catalog is walked as a graph, which finds nearly all", async () => {
  const { index, vectors } = await changed({ largestExact: 1_000 });
  expect(index.isExact).toBe(false);
  expect(index.size).toBe(vectors.size);
  let shared = 0;
  for (const query of drawVectors(20, 3)) {
    const { documents, scores } = await index.search({ space, vector: query }, 10);
    const wanted = new Set(nearest(vectors, query, 10));
    shared += documents.filter((document) => wanted.has(document)).length;
    expect(scores[0]).toBeCloseTo(cosine(query, vectors.get(documents[0]!)!), 6);
    expect([...documents].every((document) => vectors.has(document))).toBe(true);
  }
  expect(shared / 200).toBeGreaterThan(0.95);
});

test("VectorIndex: what changes while the graph is built or walked is not missed", async () => {
  const index = open({ dimensions, largestExact: 0 });
  const vectors = drawVectors(600, 4);
  for (const [document, vector] of vectors.entries()) index.set(document, { space, vector });
  const building = settle(index);
  const best = async () => (await index.search({ space, vector: vectors[7]! }, 1)).documents[0];
  expect(await best()).toBe(7);
  index.delete(7);
  expect(await best()).not.toBe(7);
  index.set(601, { space, vector: vectors[7]! });
  expect(await best()).toBe(601);
  await building;
  await settle(index);
  expect(index.isExact).toBe(false);
  const walking = best();
  index.delete(601);
  expect(await walking).not.toBe(601);
  expect(index.isExact).toBe(true);
  await settle(index);
  expect(await best()).not.toBe(601);
});

test("VectorIndex: until the graph is there every vector is compared", async () => {
  const index = open({ largestExact: 2 });
  for (let i = 0; i < 4; i++) index.set(i, embedding(1, i));
  expect(index.isExact).toBe(true);
  expect([...(await index.search(embedding(1, 3), 1)).documents]).toEqual([3]);
  expect(await index.settle()).toBe(true);
  expect(index.isExact).toBe(false);
  expect([...(await index.search(embedding(1, 3), 1)).documents]).toEqual([3]);
});
