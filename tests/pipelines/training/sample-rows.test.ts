import { expect, test } from "vitest";
import { modelFiles } from "../../../pipelines/live-models.ts";
import { sampleDrift } from "../../../pipelines/training/sample-rows.ts";
import { liveOnShop, trainOnShop } from "../../support/trained-model.ts";

const { files } = await trainOnShop("ridge");
const file = files[modelFiles.sampleRows]!;

interface Sample {
  readonly rows: { score: number; features: number[] }[];
}

/** The sample with its rows changed. */
function changed(change: (rows: Sample["rows"]) => void): Uint8Array {
  const sample = JSON.parse(new TextDecoder().decode(file)) as Sample;
  change(sample.rows);
  return new TextEncoder().encode(JSON.stringify(sample));
}

test("sampleDrift: a model scores its sample as it did when it was trained", async () => {
  const sample = JSON.parse(new TextDecoder().decode(file)) as Sample;
  expect(sample.rows.length).toBe(64);
  expect(new Set(sample.rows.map((row) => row.score)).size).toBeGreaterThan(30);
  expect(await sampleDrift(await liveOnShop(), file)).toBeLessThanOrEqual(1e-6);
});

test("sampleDrift: a score or a feature that is another is seen", async () => {
  const live = await liveOnShop();
  const otherScore = changed((rows) => {
    rows[3]!.score += 0.25;
  });
  expect(await sampleDrift(live, otherScore)).toBeCloseTo(0.25, 5);
  const otherFeature = changed((rows) => {
    rows[3]!.features[0] = 1000;
  });
  expect(await sampleDrift(live, otherFeature)).toBeGreaterThan(1e-3);
});

test.each(["", "{}", '{"names":[]}'])("sampleDrift: %j is no sample", async (text) => {
  await expect(sampleDrift(await liveOnShop(), new TextEncoder().encode(text))).rejects.toMatchObject({
    code: "DATA_DAMAGED",
  });
});
