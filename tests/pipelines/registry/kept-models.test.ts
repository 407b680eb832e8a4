import { expect, onTestFinished, test, vi } from "vitest";
import { learners } from "../../../models/learners.ts";
import { emitted } from "../../../pipelines/evaluation/score-events.ts";
import { followChampion } from "../../../pipelines/registry/follow-champion.ts";
import { releaseChallenger, releaseModel, withdrawChallenger } from "../../../pipelines/registry/releases.ts";
import { embedStage } from "../../../pipelines/stages/embed.ts";
import { scoreStage } from "../../../pipelines/stages/score.ts";
import { tokenizeStage } from "../../../pipelines/stages/tokenize.ts";
import { aSearch } from "../../support/events.ts";
import { openRegistry } from "../../support/registry.ts";
import { trainOnShop } from "../../support/trained-model.ts";

const ridge = await trainOnShop("ridge");

/** Counts the ridge models that are loaded and closed from now on; `whileScoring` is waited for in each call of one. */
function watchRidges(whileScoring: () => Promise<void>) {
  const counts = { loaded: 0, closed: 0 };
  const load = learners.ridge.load;
  vi.spyOn(learners.ridge, "load").mockImplementation(async (files) => {
    const model = await load(files);
    counts.loaded++;
    return {
      ...model,
      async score(rows) {
        await whileScoring();
        return model.score(rows);
      },
      close: async () => void counts.closed++,
    };
  });
  onTestFinished(() => void vi.restoreAllMocks());
  return { loaded: () => counts.loaded, open: () => counts.loaded - counts.closed };
}

/** A registry without a model, and a stream of one search that scores with its champions. */
async function openStream(whileScoring = async () => {}) {
  const ridges = watchRidges(whileScoring);
  const { clock, log, store } = await openRegistry();
  const models = followChampion(log, store, clock, (notice) => expect.fail(notice));
  const add = () => store.add(ridge.manifest, ridge.files);
  let champion: string | undefined;
  return {
    ...{ log, store, add, ridges },
    async promote(model: string) {
      await releaseModel(log, store, { model, replaces: champion, time: 1, reason: "test" });
      champion = model;
    },
    async score() {
      await clock.advance(250);
      const embedded = emitted(
        await embedStage(models).run(emitted(await tokenizeStage(models).run([aSearch({ query: "oak" })]))),
      );
      return emitted(await scoreStage(models).run(embedded))[0]!.model;
    },
  };
}

/** Something to wait for. */
function createGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

test("keepModels: champion and previous champion stay, those before them are closed", async () => {
  const { promote, add, score, ridges } = await openStream();
  const open: number[] = [];
  for (let release = 0; release < 4; release++) {
    await promote(await add());
    await score();
    open.push(ridges.open());
  }
  expect(open).toEqual([1, 2, 2, 2]);
});

test("keepModels: the previous champion scores again without being loaded again", async () => {
  const { promote, add, score, ridges } = await openStream();
  for (const model of [await add(), await add()]) {
    await promote(model);
    await score();
  }
  await promote("ridge-1");
  const loaded = ridges.loaded();
  expect([await score(), ridges.loaded()]).toEqual(["ridge-1", loaded]);
});

test("keepModels: a replaced model stays open until the batch in hand is done with it", async () => {
  const [reached, gate] = [createGate(), createGate()];
  const turns = [
    async () => {
      reached.open();
      await gate.opened;
    },
  ];
  const { promote, add, score, ridges } = await openStream(async () => turns.shift()?.());
  await promote(await add());
  const inHand = score();
  await reached.opened;
  for (let release = 0; release < 2; release++) {
    await promote(await add());
    await score();
  }
  expect(ridges.open()).toBe(3);
  gate.open();
  expect([await inHand, ridges.open()]).toEqual(["ridge-1", 2]);
});

test("keepModels: a batch that fails is done with its model", async () => {
  const turns = [() => Promise.reject(new Error("no scores today"))];
  const { promote, add, score, ridges } = await openStream(async () => turns.shift()?.());
  await promote(await add());
  await expect(score()).rejects.toThrow("no scores today");
  for (let release = 0; release < 2; release++) {
    await promote(await add());
    await score();
  }
  expect(ridges.open()).toBe(2);
});

test("keepModels: a challenger that was taken back is closed", async () => {
  const { promote, add, score, ridges, log, store } = await openStream();
  await promote(await add());
  await releaseChallenger(log, store, { model: await add(), time: 1, reason: "test" });
  await score();
  expect(ridges.open()).toBe(2);
  await withdrawChallenger(log, { time: 1, reason: "test" });
  await score();
  expect(ridges.open()).toBe(1);
});
