import { cpSync, existsSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { assembleText } from "../../../pipelines/live-models.ts";
import {
  type Completed,
  carryOut,
  type TrainingOrder,
  type TrainingWatcher,
} from "../../../pipelines/training/training-order.ts";
import { featureNames } from "../../../schemas/feature-sets.ts";
import type { CurvePoint } from "../../../schemas/manifest.ts";
import { judgedCsv } from "../../support/judged-file.ts";
import { keptTables } from "../../support/kept-tables.ts";
import { addSmallNet, smallNet } from "../../support/small-net-learner.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

beforeAll(addSmallNet);

/** An order for the small net in a new folder, with a file of judged rows. */
function anOrder(overrides: Partial<TrainingOrder> = {}, rows = judgedCsv(40)): TrainingOrder {
  const folder = temporaryFolder();
  const from = join(folder, "judged.csv");
  writeFileSync(from, rows);
  const choice = { kind: smallNet.kind, config: {}, split: "queries", seed: 1, isFresh: false } as const;
  return { ...choice, data: join(folder, "data"), from, file: { preset: "home-depot" }, ...overrides };
}

/** Carries out an order; `endAfter` ends it when it has learned that epoch. */
async function carried(order: TrainingOrder, { endAfter }: { endAfter?: number } = {}) {
  const control = new AbortController();
  const told = { notices: [] as string[], epochs: [] as number[], doing: [] as string[] };
  const watcher: TrainingWatcher = {
    progress: ({ doing }) => told.doing.push(doing),
    learned({ epoch }: CurvePoint) {
      told.epochs.push(epoch);
      if (epoch === endAfter) control.abort();
    },
    notice: (text) => told.notices.push(text),
    rowError: (line, reason) => told.notices.push(`${line}: ${reason}`),
  };
  const outcome = await carryOut(order, watcher, control.signal, createVirtualClock(1)).then(
    (completed) => ({ completed }),
    (error: unknown) => ({ error }),
  );
  return { ...told, ...outcome } as typeof told & { completed?: Completed; error?: { code: string; message: string } };
}

const trainingFolders = ({ data }: TrainingOrder) =>
  existsSync(join(data, "training")) ? readdirSync(join(data, "training")) : [];

test("training order: one that was ended says how to go on, and goes on to the same model and curve", async () => {
  const whole = await carried(anOrder());
  const order = anOrder();
  const ended = await carried(order, { endAfter: 2 });
  expect(ended.error).toMatchObject({
    code: "TRAINING_STOPPED",
    message:
      "training small-net was stopped after epoch 2; the same command goes on from there, with --fresh it starts over",
  });
  const again = await carried(order);
  expect(again.notices).toEqual([
    "going on with a training of small-net that was ended before its time; --fresh starts over",
  ]);
  expect(again.epochs).toEqual([1, 2, 3, 4]);
  expect(again.doing.filter((doing) => doing.startsWith("epoch"))[0]).toMatch(/^epoch 3 of 4, step 1 of/);
  expect(again.completed!.trained.files).toEqual(whole.completed!.trained.files);
  expect(again.completed!.trained.manifest.learningCurve).toEqual(whole.completed!.trained.manifest.learningCurve);
  expect(whole.notices).toEqual([]);
});

test("training order: with --fresh it starts over", async () => {
  const order = anOrder();
  await carried(order, { endAfter: 2 });
  const again = await carried({ ...order, isFresh: true });
  expect(again.notices).toEqual([]);
  expect(again.doing.filter((doing) => doing.startsWith("epoch"))[0]).toMatch(/^epoch 1 of 4, step 1 of/);
});

test("training order: another seed, split, setting, number of threads or file is another training", async () => {
  const order = anOrder();
  await carried(order, { endAfter: 1 });
  const other = anOrder({}, judgedCsv(41)).from;
  const changes = [{ seed: 2 }, { split: "rows" as const }, { config: { epochs: 3 } }, { threads: 2 }, { from: other }];
  for (const change of changes) {
    const { notices } = await carried({ ...order, ...change }, { endAfter: 1 });
    expect({ change, notices }).toEqual({ change, notices: [] });
  }
  expect(trainingFolders(order)).toHaveLength(1 + changes.length);
  const { notices } = await carried({ ...order, config: { epochs: 4 }, threads: 1 });
  expect(notices, "what is set to its default is no change").toHaveLength(1);
});

test("training order: a damaged checkpoint is told with the way out, which works", async () => {
  const order = anOrder();
  await carried(order, { endAfter: 2 });
  const [folder] = trainingFolders(order);
  truncateSync(join(order.data, "training", folder!, "small-net.safetensors"), 500);
  const { error } = await carried(order);
  expect(error).toMatchObject({ code: "DATA_DAMAGED", message: expect.stringContaining("start over with --fresh") });
  expect((await carried({ ...order, isFresh: true })).completed).toBeDefined();
});

const header = "id,product_uid,product_title,search_term,relevance\n";
const oneGrade = header + Array.from({ length: 40 }, (_, i) => `${i},${i},Red ${i},red ${i},2\n`).join("");

test.for([
  ["an absurd learning rate", { config: { learningRate: 1e30 } }, undefined, "TRAINING_IMPOSSIBLE"],
  ["a file without rows", {}, header, "TRAINING_IMPOSSIBLE"],
  ["grades that are all the same", { kind: "ridge" }, oneGrade, "TRAINING_IMPOSSIBLE"],
  ["an unknown kind", { kind: "forest" }, undefined, "WRONG_USAGE"],
  ["a model that is not there", { embedder: "word2vec-1" }, undefined, "MODEL_NOT_FOUND"],
  ["tables without rows", { from: "tables" }, undefined, "TRAINING_IMPOSSIBLE"],
] as const)("training order: %s is told as %s", async ([, change, rows, code]) => {
  const { error } = await carried(anOrder(change, rows));
  expect(error).toMatchObject({ code });
});

test("training order: ended before it has learned anything, there is nothing to go on from", async () => {
  const control = new AbortController();
  control.abort();
  const watcher: TrainingWatcher = { progress: () => {}, learned: () => {}, notice: () => {}, rowError: () => {} };
  await expect(carryOut(anOrder(), watcher, control.signal, createVirtualClock(1))).rejects.toMatchObject({
    code: "TRAINING_STOPPED",
    message: "training small-net was stopped before there was anything to keep; the same command starts it again",
  });
});

test.for([
  { kind: "relevance", config: { without: ["nosuch"] }, code: "WRONG_USAGE", says: "give without: some of shape, " },
  { kind: "ridge", config: { penalties: [] }, code: "WRONG_USAGE", says: "ridge can't use the penalties []" },
  { kind: "linear-words", config: { minRows: 0 }, code: "WRONG_USAGE", says: "linear-words can't use minRows 0" },
  { kind: "forest-chars", config: { trees: 0 }, code: "WRONG_USAGE", says: "forest-chars can't use trees 0" },
  { kind: "forest-lexical", config: { trees: 0 }, code: "WRONG_USAGE", says: "give trees: " },
  { kind: "boosted-lexical", config: { leaves: 1 }, code: "WRONG_USAGE", says: "give leaves: " },
  {
    kind: "siamese-word-lstm",
    config: { epochs: 0 },
    code: "WRONG_USAGE",
    says: "siamese-word-lstm can't be trained so",
  },
  { kind: "siamese-encoder", config: { hidden: [0] }, code: "WRONG_USAGE", says: "give hidden: " },
  { kind: "relevance", config: { encoder: "./none" }, code: "MODEL_NOT_FOUND", says: 'no encoder folder "./none"' },
] as const)("training order: what $kind can't learn with is said before a row is read: $says", async (wrong) => {
  const { error, doing } = await carried(anOrder({ kind: wrong.kind, config: wrong.config }, "no judged rows"));
  expect({ error, doing }).toMatchObject({
    error: { code: wrong.code, message: expect.stringContaining(wrong.says) },
    doing: [],
  });
});

test("training order: where the time asked for leaves too little to learn from, it says how many rows that are", async () => {
  const order = anOrder({ kind: "ridge", split: "both", from: "tables", range: { since: { daysBeforeNewest: 0 } } });
  const features = Object.fromEntries(featureNames.map((name) => [`feature_${name}`, 1]));
  const { space } = assembleText(emptyVocabulary).embedder;
  const judged = {
    ...features,
    label_min: 1,
    label_max: 3,
    feature_set: "lexical-2",
    space,
    model: "fixed-0",
    score: 2,
  };
  const rows = [1, 2].map((day) => {
    const shown = { query: "lamp", product_id: "x", position: 1, title: "Lamp" };
    return { ...judged, ...shown, event_id: `e${day}`, grade: day, time: Date.UTC(2024, 4, day) };
  });
  const { tables } = await openDataFolder(order.data);
  cpSync(await keptTables({ scores: rows }), tables, { recursive: true });
  const { error } = await carried(order);
  expect(`${error?.code}: ${error?.message}`).toMatch(
    /^TRAINING_IMPOSSIBLE: --since and --until leave 1 judged row of the tables: ridge can't be trained: /,
  );
});
