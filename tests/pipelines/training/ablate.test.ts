import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import type { Progress } from "../../../models/model.ts";
import { parts } from "../../../models/splitting.ts";
import { ablate } from "../../../pipelines/training/ablate.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";

const quiet = { signal: new AbortController().signal, progress: () => {} };
const plan = planFor("ridge");
const material = await materialOfEvents([...smallShop.judgedQueries(100)], plan, () => {});
const groups = ["shape", "overlap", "fuzzy", "order", "characters", "ranking"];
const allGroups = [...groups, "quantities", "attributes", "embedding", "set"];

test("ablate: with all it has the error of a training, and each group has its own", async () => {
  const table = await ablate(material, plan, quiet);
  const { manifest } = await trainModel(material, plan, createVirtualClock(1));
  const { validation, train } = manifest.metrics;
  expect(table).toMatchObject({ kind: "ridge", split: "queries", seed: 1, costly: [] });
  expect([table.trainingRows, table.validationRows]).toEqual([train.pairs, validation.pairs]);
  expect(table.rmse).toBeCloseTo(validation.rmse!, 12);
  expect(table.groups.map(({ name }) => name)).toEqual(allGroups);
  for (const { rmse, difference } of table.groups) expect(difference).toBeCloseTo(rmse - table.rmse, 12);
  const alone = (name: string) => table.groups.find((group) => group.name === name)!.alone!;
  expect(alone("shape")).toBeGreaterThan(alone("overlap"));
  expect(new Set(table.groups.map(({ rmse }) => rmse)).size).toBeGreaterThan(5);
});

const quick = { rounds: 15, folds: 2, learningRate: 0.2 };

test("ablate: the champion without its members, and with its memory, is what training it so comes to", async () => {
  const doing: string[] = [];
  const choice = { ...plan, kind: "relevance", config: { ...quick, boosters: 1 } };
  const progress = ({ share, doing: what }: Progress) => {
    expect(share).toBeLessThanOrEqual(1);
    doing.push(what);
  };
  const table = await ablate(material, choice, { ...quiet, progress });
  const members = ["ridge-words", "ridge-characters", "word-similarity"];
  expect(table.groups.map(({ name }) => name)).toEqual([...allGroups, ...members, "memory"]);
  expect(table.costly).toEqual(["memory"]);
  expect(doing).toContainEqual(expect.stringMatching(/^without fuzzy: trees 1 of 1, round \d+$/));
  const trained = async (without: readonly string[]) => {
    const config = { ...choice.config, without };
    return (await trainModel(material, { ...choice, config }, createVirtualClock(1))).manifest.metrics.validation.rmse;
  };
  const of = (name: string) => table.groups.find((group) => group.name === name)!;
  expect(of("set").rmse).toBeCloseTo((await trained(["memory", "set"]))!, 6);
  expect(of("ridge-words").rmse).toBeCloseTo((await trained(["memory", "ridge-words"]))!, 6);
  expect(of("memory")).toMatchObject({ columns: 0, rmse: table.rmse, alone: null });
  expect(of("memory").difference).toBeCloseTo(table.rmse - (await trained([]))!, 6);
});

test("ablate: what is left out from the start is no group, and no reference", async () => {
  const config = { ...quick, without: ["set", "memory", "word-similarity", ...groups] };
  const table = await ablate(material, { ...plan, kind: "relevance", config }, quiet);
  expect(table.groups.map(({ name }) => name)).toEqual([
    ...["quantities", "attributes", "embedding"],
    ...["ridge-words", "ridge-characters"],
  ]);
  expect(table.costly).toEqual([]);
});

test("ablate: refuses kinds without groups and wrong settings, needs rows to compare by, and stops when asked to", async () => {
  const wrong = { code: "WRONG_USAGE" };
  await expect(ablate(material, { ...plan, kind: "linear-words" }, quiet)).rejects.toMatchObject(wrong);
  const odd = { ...plan, kind: "relevance", config: { without: ["oak"] } };
  await expect(ablate(material, odd, quiet)).rejects.toMatchObject({
    ...wrong,
    message: expect.stringContaining("give without: some of shape, overlap,"),
  });
  const alone = { ...material, partOfRow: material.partOfRow.map(() => parts.train) };
  await expect(ablate(alone, plan, quiet)).rejects.toMatchObject({ code: "TRAINING_IMPOSSIBLE" });
  const stopped = { ...quiet, signal: AbortSignal.abort(new Error("enough")) };
  await expect(ablate(material, plan, stopped)).rejects.toThrow("enough");
});
