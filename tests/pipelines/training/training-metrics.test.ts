import { expect, test } from "vitest";
import { queryHashes } from "../../../models/seen-queries.ts";
import { parts } from "../../../models/splitting.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { metricsOf } from "../../../pipelines/training/training-metrics.ts";
import { planFor, smallShop, trainOnShop } from "../../support/trained-model.ts";

const events = [...smallShop.judgedQueries(300)];
const material = await materialOfEvents(events, { ...planFor("mean"), split: "both" }, () => {});
const { rows, partOfRow } = material;
const seen = new Set(rows.queries.filter((_, row) => partOfRow[row] === parts.train));
const testRows = [...partOfRow.keys()].filter((row) => partOfRow[row] === parts.test);

/** The root mean squared error of a constant score, worked out by itself. */
function errorOf(score: number, wanted: readonly number[]): number {
  return Math.sqrt(wanted.reduce((sum, row) => sum + (score - rows.grades[row]!) ** 2, 0) / wanted.length);
}

test("metricsOf: test rows by whether training met their query, each with its interval around it", () => {
  const scored = { scores: new Float32Array(partOfRow.length).fill(2), range: { scoreMin: 1, scoreMax: 3 } };
  const metrics = metricsOf(material, scored, queryHashes(seen), 1);
  const [met, unmet] = [true, false].map((isMet) => testRows.filter((row) => seen.has(rows.queries[row]!) === isMet));
  expect(met!.length).toBeGreaterThan(20);
  expect(unmet!.length).toBeGreaterThan(20);
  expect([metrics.seen?.pairs, metrics.unseen?.pairs]).toEqual([met!.length, unmet!.length]);
  expect(metrics.seen?.rmse).toBeCloseTo(errorOf(2, met!), 6);
  expect(metrics.unseen?.rmse).toBeCloseTo(errorOf(2, unmet!), 6);
  for (const part of ["test", "seen", "unseen"] as const) {
    const { low, high } = metrics.intervals![part]!.rmse!;
    expect(low).toBeLessThan(metrics[part]!.rmse);
    expect(high).toBeGreaterThan(metrics[part]!.rmse);
  }
});

test("metricsOf: split by queries there is no seen one, and no figure of them", async () => {
  const { metrics } = (await trainOnShop("mean")).manifest;
  expect(Object.keys(metrics)).toEqual(["train", "validation", "test", "unseen", "intervals"]);
  expect(Object.keys(metrics.intervals!)).toEqual(["test", "unseen"]);
  expect(metrics.unseen).toEqual(metrics.test);
});
