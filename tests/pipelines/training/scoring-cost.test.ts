import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { embeddable } from "../../../models/embedding/embedder.ts";
import type { Model } from "../../../models/model.ts";
import type { JudgedRows } from "../../../pipelines/training/judged-rows.ts";
import { processorTime, scoringCost } from "../../../pipelines/training/scoring-cost.ts";

/** As many rows, each of texts of its own. */
function rowsOf(count: number): JudgedRows {
  const texts = Array.from({ length: 2 * count }, (_, i) =>
    embeddable(`t${i}`, { words: [`t${i}`], stems: [`t${i}`] }),
  );
  return {
    features: { featureSet: "test-1", names: ["a", "b"], values: new Float32Array(2 * count), count },
    ...{
      grades: new Float32Array(count),
      queries: texts.slice(0, count).map(({ raw }) => raw),
      searches: new Uint32Array(count),
    },
    texts: {
      texts,
      query: Uint32Array.from({ length: count }, (_, i) => i),
      title: Uint32Array.from({ length: count }, (_, i) => count + i),
    },
    ...{ labelMin: 1, labelMax: 3, space: "test", hash: "00" },
  };
}

/** A model that takes 2 ms a row and 3 ms a text, and once 10 s before it begins. */
function slowModel() {
  let time = 0;
  let isWarm = false;
  const seen: number[] = [];
  const model: Model = {
    kind: "slow",
    ...{ scoreMin: 1, scoreMax: 3 },
    embedder: {
      ...{ space: "test", dimensions: 1 },
      async embed(texts) {
        time += 3 * texts.length;
        return texts.map(() => Float32Array.of(1));
      },
      close: async () => {},
    },
    async score({ count, values, names }) {
      expect(values).toHaveLength(count * names.length);
      time += 2 * count + (isWarm ? 0 : 10_000);
      isWarm = true;
      seen.push(count);
      return new Float32Array(count);
    },
    save: () => ({}),
    close: async () => {},
  };
  return { model, seen, clock: { now: () => time } };
}

test("scoringCost: texts and scores of a thousand rows at a time, and nothing of the first call", async () => {
  for (const [count, timed] of [
    [4_500, [1_000, 1_000, 1_000]],
    [2_500, [1_000, 1_000]],
    [5, [5]],
  ] as const) {
    const { model, seen, clock } = slowModel();
    expect(await scoringCost(model, rowsOf(count), clock)).toBe(8_000);
    expect(seen).toEqual([Math.min(8, count), ...timed]);
  }
});

test("scoringCost: of several times the quickest counts, as the others tell of what else the machine does", async () => {
  const { model, clock } = slowModel();
  const score = model.score;
  let calls = 0;
  let pause = 0;
  const disturbed: Model = {
    ...model,
    async score(rows) {
      if (calls++ !== 2) pause += 5_000;
      return score(rows);
    },
  };
  expect(await scoringCost(disturbed, rowsOf(3_000), { now: () => clock.now() + pause })).toBe(8_000);
});

test("processorTime: waiting costs nothing, work does", async () => {
  const began = processorTime.now();
  await sleep(300);
  const waited = processorTime.now() - began;
  let sum = 0;
  for (let i = 0; processorTime.now() - began - waited < 50; i++) sum += Math.sqrt(i);
  expect(sum).toBeGreaterThan(0);
  expect(waited).toBeLessThan(200);
});
