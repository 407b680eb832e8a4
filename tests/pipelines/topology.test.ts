import { expect, test } from "vitest";
import { writeOf } from "../../pipelines/feed.ts";
import type { LiveModels } from "../../pipelines/live-models.ts";
import { createMemoryLog, createVirtualClock, runToEnd, taken } from "../../pipelines/testing.ts";
import { buildSteps, stepNames } from "../../pipelines/topology.ts";
import { topics } from "../../schemas/topics.ts";
import { liveOnShop, smallShop } from "../support/trained-model.ts";

const clock = createVirtualClock(Date.UTC(2024, 5, 1));
const live = await liveOnShop();
const models: LiveModels = { current: async () => live };
const stageNames = stepNames.filter((name) => name !== "record");
const never = () => Promise.reject(new Error("nothing records here"));

async function stepsOf(fused: boolean, names: readonly string[] = stageNames) {
  return buildSteps({
    names,
    fused,
    models,
    clock,
    limits: { maxEntries: 7, maxBytes: 2 ** 20, lingerMs: 0 },
    record: never,
  });
}

async function scored(fused: boolean, partitions: number) {
  const log = createMemoryLog({ partitions, clock });
  await log.createTopics(topics);
  await log.append([...smallShop.events({ from: Date.UTC(2024, 5, 1), count: 60 })].map(writeOf));
  await runToEnd(log, await stepsOf(fused));
  const scores = (await taken(log, "scores")).sort((a, b) => (a.eventId < b.eventId ? -1 : 1));
  return { scores, tokens: (await taken(log, "tokens")).length, evaluations: await taken(log, "evaluations") };
}

test("buildSteps: fused and hop by hop, on one and four partitions, give equal scores", async () => {
  const plain = await scored(false, 1);
  const searches = [...smallShop.events({ from: Date.UTC(2024, 5, 1), count: 60 })].filter(
    ({ topic }) => topic === "searches",
  );
  expect(plain.scores.length).toBeGreaterThan(searches.length);
  expect(JSON.stringify(await scored(true, 1).then(({ scores }) => scores))).toBe(JSON.stringify(plain.scores));
  expect(JSON.stringify(await scored(true, 4).then(({ scores }) => scores))).toBe(JSON.stringify(plain.scores));
});

test("buildSteps: fused stages leave the topics between them empty", async () => {
  expect((await scored(true, 1)).tokens).toBe(0);
  expect((await scored(false, 1)).tokens).toBeGreaterThan(0);
});

test("buildSteps: labelled searches come out of evaluate, live ones don't", async () => {
  const { evaluations, scores } = await scored(false, 1);
  const graded = scores.filter((event) => event.labelMin !== null);
  const whole = evaluations.filter(({ slice }) => slice === "all");
  expect(graded.length).toBeGreaterThan(0);
  expect(whole.reduce((sum, { searches }) => sum + searches, 0)).toBe(graded.length);
});

test("buildSteps: fused, the chain takes the group of its first stage and keeps a count for each", async () => {
  const [chain] = await stepsOf(true);
  expect([chain!.group, chain!.from, chain!.to]).toEqual(["tokenize", ["searches", "labels"], ["scores"]]);
  const fed = chain!.stages.map(({ name, group, isInMemory }) => [name, group, isInMemory]);
  expect(fed).toEqual([["tokenize", "tokenize", false], ...["embed", "score"].map((name) => [name, "tokenize", true])]);
  expect(chain!.figures().map(({ name }) => name)).toEqual(["tokenize", "embed", "score"]);
});

test("buildSteps: fused, what a run hop by hop left in the topics between is not forgotten", async () => {
  const log = createMemoryLog({ partitions: 2, clock });
  await log.createTopics(topics);
  await log.append([...smallShop.events({ from: Date.UTC(2024, 5, 1), count: 20 })].map(writeOf));
  await runToEnd(log, await stepsOf(false, ["tokenize"]));
  expect(await taken(log, "scores")).toEqual([]);
  await runToEnd(log, await stepsOf(true));
  const tokenized = (await taken(log, "tokens")).map((event) => event.eventId).sort();
  expect((await taken(log, "scores")).map((event) => event.eventId).sort()).toEqual(tokenized);
});

test("buildSteps: an unknown stage is named beside those there are", async () => {
  await expect(stepsOf(false, ["tokenise"])).rejects.toThrow(
    'there is no stage "tokenise"; the stages are tokenize, embed, score, evaluate, recognise, record',
  );
});
