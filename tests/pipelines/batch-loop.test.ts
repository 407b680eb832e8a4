import { expect, test } from "vitest";
import { shopEvents } from "../../bench/support/shop-file.ts";
import type { Clock } from "../../connectors/clock.ts";
import { systemClock } from "../../connectors/clock.ts";
import { queryColumns } from "../../connectors/duckdb/query-columns.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { scoreEvents } from "../../pipelines/evaluation/score-events.ts";
import { type FedEvent, feed } from "../../pipelines/feed.ts";
import { loadLiveModel } from "../../pipelines/live-models.ts";
import { openPipeline, type PipelineSettings } from "../../pipelines/pipeline.ts";
import { promoteModel } from "../../pipelines/registry/promote.ts";
import { releaseChallenger, releasedRoles, releaseModel } from "../../pipelines/registry/releases.ts";
import { drained, runSteps } from "../../pipelines/run.ts";
import { taken } from "../../pipelines/testing.ts";
import { stepNames } from "../../pipelines/topology.ts";
import { carryOut, keepCompleted, type TrainingWatcher } from "../../pipelines/training/training-order.ts";
import type { ScoredEvent } from "../../schemas/generated/events.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { trainOnShop } from "../support/trained-model.ts";

const unwatched: TrainingWatcher = { progress() {}, learned() {}, notice() {}, rowError() {} };

/** A pipeline on a new data folder that runs from now on and is never started again, whatever a test does to it. */
async function startStream() {
  const data = temporaryFolder();
  let skippedMs = 0;
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + skippedMs };
  const settings: PipelineSettings = {
    data,
    log: { engine: "embedded" },
    stages: stepNames,
    fused: true,
    partitions: 3,
  };
  const pipeline = await openPipeline(settings, clock);
  const { log, models, steps } = pipeline;
  const stop = new AbortController();
  const running = runSteps(log, steps, stop.signal);
  const { tables } = await openDataFolder(data);
  const { signal } = stop;
  return {
    log,
    models,
    tables,
    /** Brings events in and waits until all of them are scored and kept. */
    async flow(events: readonly FedEvent[]) {
      await feed(log, [events], { clock, signal, maxBacklog: Number.POSITIVE_INFINITY });
      await Promise.race([drained(log, steps, systemClock, signal), running]);
    },
    /** Lets as much time pass as it takes to see a release. */
    seeRelease() {
      skippedMs += 250;
    },
    /** A new version, from what the tables hold by now. */
    async retrain(kind: string) {
      const order = {
        kind,
        config: {},
        split: "queries",
        seed: 1,
        isFresh: false,
        data,
        from: "tables",
        file: {},
      } as const;
      return keepCompleted(await carryOut(order, unwatched, signal, clock), models, clock);
    },
    async end() {
      stop.abort();
      await running;
      await pipeline.close();
    },
  };
}

type Stream = Awaited<ReturnType<typeof startStream>>;

/** Asks the gate; it measures on judged searches of a week that no model has met. */
async function promote({ log, models, seeRelease }: Stream, model: string) {
  const events = shopEvents(9, 0, 80).flatMap(({ topic, event }) => (topic === "labels" ? [event] : []));
  // what a busy machine takes must not decide
  const budgetMs = Number.POSITIVE_INFINITY;
  const promoted = await promoteModel(log, models, { model, time: 1, reason: "test", events, budgetMs });
  seeRelease();
  return promoted;
}

async function rollBack({ log, models, seeRelease }: Stream): Promise<void> {
  const { champion: replaces, "previous-champion": model } = await releasedRoles(log);
  await releaseModel(log, models, { model: model!, replaces, time: 1, reason: "test" });
  seeRelease();
}

/** The models that scored the searches among some events, without the names of those that scored none. */
async function scorersOf({ log }: Stream, events: readonly FedEvent[]): Promise<readonly string[]> {
  const ids = new Set(events.flatMap(({ topic, event }) => (topic === "catalog" ? [] : [event.eventId])));
  const scored = (await taken(log, "scores")).filter(({ eventId }) => ids.has(eventId));
  expect(scored.length).toBeGreaterThan(40);
  return [...new Set(scored.map(({ model }) => model))];
}

/** What a model by itself makes of events: nothing of another model is in it. */
async function scoredAlone(stream: Stream, reference: string, events: readonly FedEvent[]) {
  const live = await loadLiveModel(stream.models, reference);
  const batches = async function* () {
    yield events;
  };
  const scored = new Map<string, ScoredEvent>();
  for await (const batch of scoreEvents(live, batches())) for (const event of batch) scored.set(event.eventId, event);
  return scored;
}

const withoutChallenger = ({ challenger: _, challengerFault: __, products, ...event }: ScoredEvent) => ({
  ...event,
  products: products.map(({ challengerScore: _, ...product }) => product),
});

test("batch loop: stream, label, retrain from tables, challenge, the gate, promote without a restart, roll back", async () => {
  const stream = await startStream();
  const { log, models, tables } = stream;
  const weeks = [0, 1, 2, 3, 4].map((week) => shopEvents(week, 40, 60));

  const { manifest, files } = await trainOnShop("mean", 60);
  expect(await promote(stream, await models.add(manifest, files))).toMatchObject({ isPromoted: true });
  await stream.flow(weeks[0]!);
  expect(await scorersOf(stream, weeks[0]!)).toEqual(["mean-1"]);

  const retrained = await stream.retrain("ridge");
  expect(retrained).toMatchObject({ reference: "ridge-1", data: { from: "tables" } });
  expect(retrained.data.rows).toBeGreaterThan(500);

  await releaseChallenger(log, models, { model: "ridge-1", time: 1, reason: "test" });
  stream.seeRelease();
  await stream.flow(weeks[1]!);
  expect(await scorersOf(stream, weeks[1]!)).toEqual(["mean-1"]);
  const quality = await queryColumns(
    tables,
    "SELECT model, pairs, rmse FROM model_quality WHERE slice = 'beside' ORDER BY model",
  );
  expect(quality.model).toEqual(["mean-1", "ridge-1"]);
  const [pairs, rmse] = [quality.pairs as Float64Array, quality.rmse as Float64Array];
  expect(pairs[1]).toBe(pairs[0]);
  expect(rmse[1]).toBeLessThan(0.95 * rmse[0]!);

  await stream.retrain("fixed");
  const { isPromoted, checks } = await promote(stream, "fixed-1");
  expect(isPromoted).toBe(false);
  expect(checks.filter((check) => !check.isPassed).map(({ what }) => what)).toContain("not worse: RMSE");
  expect((await releasedRoles(log)).champion).toBe("mean-1");

  // the release comes while events are under way
  const [early, late] = [weeks[2]!, weeks[3]!];
  const flowing = stream.flow(early);
  expect(await promote(stream, "ridge-1")).toMatchObject({ isPromoted: true });
  await flowing;
  await stream.flow(late);
  expect(await scorersOf(stream, late)).toEqual(["ridge-1"]);

  await rollBack(stream);
  await stream.flow(weeks[4]!);
  expect(await scorersOf(stream, weeks[4]!)).toEqual(["mean-1"]);

  const all = weeks.flat();
  const alone = {
    "mean-1": await scoredAlone(stream, "mean-1", all),
    "ridge-1": await scoredAlone(stream, "ridge-1", all),
  };
  for (const event of await taken(log, "scores")) {
    const expected = alone[event.model as keyof typeof alone].get(event.eventId)!;
    expect(withoutChallenger(event)).toEqual(withoutChallenger(expected));
  }
  expect(await taken(log, "dead-letters")).toEqual([]);
  await stream.end();
}, 240_000);
