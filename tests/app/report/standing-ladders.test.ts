import { expect, test } from "vitest";
import { standingLadders } from "../../../app/report/standing-ladders.ts";
import { aManifest } from "../../support/manifests.ts";

const { data, metrics } = aManifest();

function model(reference: string, trainedAt: number, rmse: number, told: Parameters<typeof aManifest>[0] = {}) {
  const kind = reference.replace(/-\d+$/, "");
  const measured = { ...metrics, validation: { ...metrics.validation, rmse } };
  return { ...aManifest({ kind, trainedAt, metrics: measured, ...told }), reference, files: {} };
}

test("standingLadders: models of equal rows, split and seed, lowest validation error first; the newest ladder first", () => {
  const models = [
    model("mean-1", 1, 0.6),
    model("ridge-1", 2, 0.4),
    model("ridge-2", 3, 0.5),
    model("mean-2", 4, 0.6, { seed: 8 }),
    model("ridge-3", 5, 0.3, { data: { ...data, split: "both" } }),
  ];
  const told = standingLadders(models).map(({ models: standing, lineToBeat, split, seed }) => [
    ...[split, seed, lineToBeat],
    standing.map(({ reference }) => reference),
  ]);
  expect(told).toEqual([
    ["both", 7, undefined, ["ridge-3"]],
    ["rows", 8, "mean-2", ["mean-2"]],
    ["rows", 7, "mean-1", ["ridge-1", "ridge-2", "mean-1"]],
  ]);
  expect(standingLadders([])).toEqual([]);
});
