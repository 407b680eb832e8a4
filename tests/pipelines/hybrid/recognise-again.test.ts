import { beforeEach, expect, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { noPictureFolder } from "../../../connectors/pictures/picture-folder.ts";
import type { HybridModel } from "../../../models/hybrid/hybrid-model.ts";
import { decodeBatch } from "../../../pipelines/batch.ts";
import { type RecognisingAgain, recogniseAgain } from "../../../pipelines/hybrid/recognise-again.ts";
import type { Recogniser } from "../../../pipelines/hybrid/recogniser.ts";
import { type LiveModels, untrainedModels } from "../../../pipelines/live-models.ts";
import { recogniseStage } from "../../../pipelines/stages/recognise.ts";
import { createMemoryLog, createVirtualClock, give, runToEnd, smallSteps } from "../../../pipelines/testing.ts";
import { catalogProduct, sell, withdraw } from "../../support/catalog.ts";
import { recognition } from "../../support/recognition.ts";

/** Says of every product that it is of the category that its title is. */
const model: Pick<HybridModel, "space" | "pictureSize" | "recognise"> = {
  space: "hybrid-1",
  pictureSize: { width: 8, height: 8 },
  recognise: async (products) =>
    products.map(({ title: category }) => ({
      ...{ category, probability: 1, probabilities: Float32Array.of(1), vector: Float32Array.of(1) },
    })),
};

const never = new AbortController().signal;
const clock = createVirtualClock(0);
let newest: string | undefined;
let log: EventLog;
let models: LiveModels;
let again: RecognisingAgain;

beforeEach(async () => {
  newest = undefined;
  const recogniser: Recogniser = {
    use: async (work) =>
      newest === undefined
        ? undefined
        : work({ reference: newest, model: model as HybridModel, pictures: noPictureFolder }),
    close: async () => {},
  };
  models = { ...untrainedModels, recogniser };
  log = createMemoryLog({ clock });
  await give(log, "catalog", [
    catalogProduct("p1", "saws"),
    catalogProduct("p2", "axes"),
    catalogProduct("p3", "rakes"),
  ]);
  again = recogniseAgain(log, models, clock);
});

/** The stage itself, on all that it has still to read. */
const runStage = () => runToEnd(log, smallSteps([recogniseStage(models)], clock));

/** What the topic says, but for what is sold no more. */
async function told(): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const entries of log.read("recognitions"))
    for (const { event } of decodeBatch("recognitions", entries).passed)
      found.push(`${event.productId} ${event.category} ${event.model}`);
  return found;
}

test("recogniseAgain: products of before there was a model are recognised when one comes, and when the next one does", async () => {
  await runStage();
  expect(await again.go(never)).toBe(0);
  newest = "hybrid-1";
  expect(await again.go(never)).toBe(3);
  expect((await told()).toSorted()).toEqual(["p1 saws hybrid-1", "p2 axes hybrid-1", "p3 rakes hybrid-1"]);
  expect(await again.go(never)).toBe(0);
  newest = "hybrid-2";
  expect(await again.go(never)).toBe(3);
  expect((await told()).slice(3).toSorted()).toEqual(["p1 saws hybrid-2", "p2 axes hybrid-2", "p3 rakes hybrid-2"]);
});

test("recogniseAgain: what the stage has still to read, what it recognised, and what is sold no more is left alone", async () => {
  newest = "hybrid-1";
  expect(await again.go(never)).toBe(0);
  await runStage();
  expect(await again.go(never)).toBe(0);
  newest = "hybrid-2";
  await withdraw(log, "p1");
  await sell(log, [catalogProduct("p2", "hatchets", { time: Date.UTC(2025, 0, 1) })]);
  await runStage();
  const before = (await told()).length;
  expect(await again.go(never)).toBe(1);
  expect((await told()).slice(before)).toEqual(["p3 rakes hybrid-2"]);
});

test("recogniseAgain: what another process recognised meanwhile is left out, by an older model or of an older time it is not", async () => {
  await runStage();
  newest = "hybrid-2";
  await give(log, "recognitions", [
    recognition("p1", [1], { model: "hybrid-2" }),
    recognition("p2", [1], { model: "hybrid-2" }),
    recognition("p2", [1], { model: "hybrid-1" }),
    recognition("p3", [1], { model: "hybrid-2", time: Date.UTC(2023, 0, 1) }),
  ]);
  expect(await again.go(never)).toBe(2);
  expect((await told()).slice(4).toSorted()).toEqual(["p2 axes hybrid-2", "p3 rakes hybrid-2"]);
});

test("recogniseAgain: a model that went through the catalog does not do so again, once every process has it", async () => {
  await runStage();
  newest = "hybrid-1";
  expect(await again.go(never)).toBe(3);
  await clock.advance(15_000);
  // a process that had still the model of before was the last to see it
  await give(log, "recognitions", [recognition("p1", [1], { model: "hybrid-0" })]);
  expect(await again.go(never)).toBe(1);
  expect(await again.go(never)).toBe(0);
  await give(log, "recognitions", [recognition("p1", [1], { model: "hybrid-0" })]);
  expect(await again.go(never)).toBe(0);
});

test("recogniseAgain: asked to end it does, and goes on the next time", async () => {
  await runStage();
  newest = "hybrid-1";
  await clock.advance(20_000);
  expect(await again.go(AbortSignal.abort())).toBe(0);
  expect(await again.go(never)).toBe(3);
});
