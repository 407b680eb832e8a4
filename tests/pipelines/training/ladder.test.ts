import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { learners } from "../../../models/learners.ts";
import type { Learner } from "../../../models/model.ts";
import { interrupted, type LadderPlan, type Rung, runLadder, versionOf } from "../../../pipelines/training/ladder.ts";
import { materialOfEvents } from "../../../pipelines/training/material.ts";
import { trainModel } from "../../../pipelines/training/train.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import type { Manifest } from "../../../schemas/manifest.ts";
import { aManifest } from "../../support/manifests.ts";
import { planFor, smallShop } from "../../support/trained-model.ts";

function version(kind: string, number = 1): Manifest {
  return { ...aManifest({ kind }), reference: `${kind}-${number}`, files: {} };
}

/** A plan whose trainings succeed at once, with what a test says instead, and what it has asked for and told. */
function aPlan(overrides: Partial<LadderPlan> = {}) {
  const trained: string[] = [];
  const reached: Rung[] = [];
  const plan: LadderPlan = {
    kinds: ["mean", "net", "ridge"],
    signal: new AbortController().signal,
    find: () => undefined,
    reached: (rung) => reached.push(rung),
    ...overrides,
    train: async (kind) => {
      trained.push(kind);
      return overrides.train?.(kind) ?? version(kind);
    },
  };
  return { plan, trained, reached };
}

test("runLadder: trains every kind in order, and tells each as it is there", async () => {
  const { plan, trained, reached } = aPlan();
  const rungs = await runLadder(plan);
  expect(rungs).toEqual(["mean", "net", "ridge"].map((kind) => ({ kind, manifest: version(kind), isFound: false })));
  expect({ trained, reached }).toEqual({ trained: ["mean", "net", "ridge"], reached: rungs });
});

test("runLadder: takes what is there already and trains the rest", async () => {
  const found = version("net", 4);
  const { plan, trained } = aPlan({ find: (kind) => (kind === "net" ? found : undefined) });
  expect((await runLadder(plan))[1]).toEqual({ kind: "net", manifest: found, isFound: true });
  expect(trained).toEqual(["mean", "ridge"]);
});

test.for(["TRAINING_IMPOSSIBLE", "MODEL_NOT_FOUND", "FILE_NOT_FOUND"] as const)(
  "runLadder: a kind that fails with %s is left out with its sentence, the others are trained",
  async (code) => {
    const train = async (kind: string) => {
      if (kind === "net") throw new TwinstreamError(code, "no encoder here");
      return version(kind);
    };
    const { plan, trained } = aPlan({ train });
    expect((await runLadder(plan))[1]).toEqual({ kind: "net", reason: "no encoder here" });
    expect(trained).toEqual(["mean", "net", "ridge"]);
  },
);

test.for([new Error("a bug"), new TwinstreamError("FOLDER_UNWRITABLE", "the disk is full")])(
  "runLadder: what is no matter of a single kind ends it: %s",
  async (error) => {
    const { plan, trained } = aPlan({ train: () => Promise.reject(error) });
    await expect(runLadder(plan)).rejects.toBe(error);
    expect(trained).toEqual(["mean"]);
  },
);

test("runLadder: interrupted between models, those that are left are told as such and not begun", async () => {
  const stop = new AbortController();
  const { plan, trained } = aPlan({ signal: stop.signal, reached: () => stop.abort() });
  expect(await runLadder(plan)).toEqual([
    { kind: "mean", manifest: version("mean"), isFound: false },
    { kind: "net", reason: interrupted },
    { kind: "ridge", reason: interrupted },
  ]);
  expect(trained).toEqual(["mean"]);
});

test("runLadder: interrupted within a model, whatever that throws is its end", async () => {
  const stop = new AbortController();
  const train = async (kind: string) => {
    if (kind === "net") stop.abort();
    stop.signal.throwIfAborted();
    return version(kind);
  };
  const { plan, trained } = aPlan({ signal: stop.signal, train });
  expect((await runLadder(plan)).map((rung) => ("reason" in rung ? rung.reason : rung.manifest.reference))).toEqual([
    "mean-1",
    interrupted,
    interrupted,
  ]);
  expect(trained).toEqual(["mean", "net"]);
});

test("versionOf: the newest version of the same rows, division, seed, config and features, or none", async () => {
  const plan = planFor("ridge");
  const material = await materialOfEvents([...smallShop.judgedQueries(60)], plan, () => {});
  const { manifest } = await trainModel(material, plan, createVirtualClock(0));
  const kept: Manifest = { ...manifest, reference: "ridge-1", files: {} };
  const find = (versions: readonly Manifest[], chosen = {}) =>
    versionOf(learners.ridge as unknown as Learner, chosen, material, plan, versions);
  expect(find([kept, { ...kept, reference: "ridge-2" }])?.reference).toBe("ridge-2");
  const others: readonly Partial<Manifest>[] = [
    { kind: "mean" },
    { seed: 2 },
    { config: { lambda: 77 } },
    { data: { ...kept.data, hash: "other" } },
    { data: { ...kept.data, split: "rows" } },
    { featureSet: "lexical-0" },
    { vocabulary: "v-other" },
    { space: "other" },
    { embedder: "word2vec-1" },
  ];
  const penalties = { penalties: [3] };
  expect(find([kept], penalties)).toBeUndefined();
  expect(find([{ ...kept, config: { ...kept.config, ...penalties } }], penalties)?.reference).toBe("ridge-1");
  for (const other of others) expect(find([{ ...kept, ...other }]), JSON.stringify(other)).toBeUndefined();
});
