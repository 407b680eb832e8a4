import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { learners } from "../../models/learners.ts";
import type { FeatureRows, Learner, Model } from "../../models/model.ts";
import { seededRandom } from "../../models/random.ts";
import { parts } from "../../models/splitting.ts";
import { scoreEvents } from "../../pipelines/evaluation/score-events.ts";
import { feed } from "../../pipelines/feed.ts";
import { assemble, filesOf, type LiveModel, loadLiveModel } from "../../pipelines/live-models.ts";
import { importFile } from "../../pipelines/replay/import-file.ts";
import { surroundings } from "../../pipelines/surroundings.ts";
import { createMemoryLog, createVirtualClock, runToEnd, taken } from "../../pipelines/testing.ts";
import { buildSteps, stepNames } from "../../pipelines/topology.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import { rowsOfPart } from "../../pipelines/training/judged-rows.ts";
import { type Material, materialOfEvents } from "../../pipelines/training/material.ts";
import { scoreRows } from "../../pipelines/training/score-rows.ts";
import { unattended } from "../../pipelines/training/train.ts";
import type { LabelledEvent, ScoredEvent } from "../../schemas/generated/events.ts";
import { topics } from "../../schemas/topics.ts";
import { workingFolder } from "../support/command.ts";
import { aManifest } from "../support/manifests.ts";

import { smallShop } from "../support/trained-model.ts";

const pairs = 10_000;
/** Enough to learn something from; what is learned is not the point. */
const rowsToLearnFrom = 1_500;
const folder = workingFolder();
const path = join(folder, "judged.csv");
const clock = createVirtualClock(Date.UTC(2024, 0, 1));

const openFile = () => importFile({ path, preset: "home-depot" });

let events: readonly LabelledEvent[];
let material: Material;

beforeAll(async () => {
  writeFileSync(path, scatteredCsv());
  events = await judgedEventsOf(openFile());
  material = await materialOfEvents(events, { split: "queries", seed: 1 }, () => {});
});

/** Judged rows of the demo shop in an order that tears their searches apart; no file promises more. */
function scatteredCsv(): string {
  const rows: string[] = [];
  for (const { query, products } of smallShop.judgedQueries(pairs)) {
    for (const { productId, title, grade } of products)
      rows.push(`${productId},${quoted(title!)},${quoted(query!)},${grade}`);
    if (rows.length >= pairs) break;
  }
  seededRandom(5).shuffle(rows);
  return ["product_uid,product_title,search_term,relevance", ...rows.slice(0, pairs)].join("\n");
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A trained model as its trainer has it, and as it is loaded from the store. */
interface Both {
  readonly trained: Model;
  readonly loaded: LiveModel;
}

async function trainedAndLoaded(learner: Learner): Promise<Both> {
  const { rows, partOfRow, vocabulary } = material;
  const rowsOf = (part: number) =>
    rowsOfPart(
      rows,
      partOfRow.map((its, row) => (row < rowsToLearnFrom ? its : parts.test)),
      part,
    );
  const run = {
    ...surroundings,
    ...unattended,
    seed: 1,
    validation: rowsOf(parts.validation),
    learned: () => {},
  };
  const trained = await learner.fit(rowsOf(parts.train), learner.defaults, run);
  const store = openModelFolder(join(folder, "models"));
  const { kind } = learner;
  const manifest = aManifest({ kind, space: trained.embedder?.space ?? rows.space, vocabulary: vocabulary.name });
  const reference = await store.add(manifest, filesOf(trained, vocabulary, new Set()));
  return { trained, loaded: await loadLiveModel(store, reference) };
}

/** Scores by search and place in it, so that the ways can be held against each other whatever their order. */
type Scores = ReadonlyMap<string, number>;

async function byTrainer(model: Model): Promise<Scores> {
  const scores = await scoreRows(model, material.rows);
  let row = 0;
  return new Map(
    events.flatMap((event) => event.products.map((_, place) => [`${event.eventId} ${place}`, scores[row++]!])),
  );
}

function byPlace(scored: readonly ScoredEvent[]): Scores {
  return new Map(
    scored.flatMap(({ eventId, products }) => products.map(({ score }, place) => [`${eventId} ${place}`, score])),
  );
}

/** As `twinstream score` does it. */
async function inBatch(live: LiveModel): Promise<Scores> {
  const scored: ScoredEvent[] = [];
  for await (const batch of scoreEvents(live, openFile())) scored.push(...batch);
  return byPlace(scored);
}

/** As `twinstream replay` does it: through the topics, in partitions, in small batches. */
async function live(live: LiveModel): Promise<Scores> {
  const log = createMemoryLog({ partitions: 3, clock });
  await log.createTopics(topics);
  await feed(log, openFile(), { clock, signal: unattended.signal, maxBacklog: Number.POSITIVE_INFINITY });
  const steps = await buildSteps({
    names: stepNames.filter((name) => name !== "record"),
    fused: true,
    models: { current: async () => live },
    clock,
    limits: { maxEntries: 50, maxBytes: 2 ** 20, lingerMs: 0 },
    record: () => Promise.reject(new Error("nothing records here")),
  });
  await runToEnd(log, steps);
  expect(await taken(log, "dead-letters")).toEqual([]);
  return byPlace(await taken(log, "scores"));
}

function largestDifference(one: Scores, other: Scores): number {
  expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
  return Math.max(...Array.from(one, ([place, score]) => Math.abs(score - other.get(place)!)));
}

async function expectParity({ trained, loaded }: Both): Promise<void> {
  const trainer = await byTrainer(trained);
  expect(trainer.size).toBe(pairs);
  expect(largestDifference(trainer, await inBatch(loaded))).toBeLessThanOrEqual(1e-6);
  expect(largestDifference(trainer, await live(loaded))).toBeLessThanOrEqual(1e-6);
}

/** The nets take minutes to train, on a machine of their own; they have parity tests of their own. */
const kinds = Object.values<Learner>(learners as unknown as Record<string, Learner>).filter(
  ({ kind }) => !kind.startsWith("siamese-"),
);

describe("parity: trainer, batch and stream give equal scores for the same 10,000 pairs", () => {
  test.each(kinds)("$kind", async (learner) => expectParity(await trainedAndLoaded(learner)), 300_000);

  /** Its score says how a pair compares with the others of its search, so that searches must be alike on every way. */
  const comparing: Model = {
    kind: "comparing",
    scoreMin: -1_000,
    scoreMax: 1_000,
    score: async ({ values, names, count, searches }: FeatureRows) => {
      const overlap = (row: number) => values[row * names.length + names.indexOf("trigram_coverage")]!;
      const sums = new Map<number, number>();
      for (const [row, search] of searches!.entries()) sums.set(search, (sums.get(search) ?? 0) + overlap(row));
      return Float32Array.from({ length: count }, (_, row) => overlap(row) - sums.get(searches![row]!)!);
    },
    save: () => ({}),
    close: async () => {},
  };

  test(
    "a model that compares the products of a search",
    () =>
      expectParity({
        trained: comparing,
        loaded: assemble("comparing-1", comparing, material.vocabulary, undefined),
      }),
    300_000,
  );
});
