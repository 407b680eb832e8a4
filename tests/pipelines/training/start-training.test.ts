import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { carryOut, type TrainingOrder, type TrainingWatcher } from "../../../pipelines/training/training-order.ts";
import { judgedCsv } from "../../support/judged-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/pipelines/training/start-training.js");
const { startTraining } = (await import(built)) as typeof import("../../../pipelines/training/start-training.ts");

const watcher: TrainingWatcher = { progress: () => {}, learned: () => {}, notice: () => {}, rowError: () => {} };
const { signal } = new AbortController();

function anOrder(rows = judgedCsv(150)): TrainingOrder {
  const folder = temporaryFolder();
  const from = join(folder, "judged.csv");
  writeFileSync(from, rows);
  const choice = { kind: "ridge", config: {}, split: "queries", seed: 1, isFresh: false } as const;
  return { ...choice, data: join(folder, "data"), from, file: { preset: "home-depot" } };
}

test("startTraining: comes to what the same order comes to in this thread, and tells of the way", async () => {
  const order = anOrder();
  const doing: string[] = [];
  const told = { ...watcher, progress: (progress: { doing: string }) => doing.push(progress.doing) };
  const { trained, checkpoints } = await startTraining(order, told, signal);
  const here = await carryOut(order, watcher, signal, createVirtualClock(1));
  expect(trained.files).toEqual(here.trained.files);
  const { trainedAt, trainingMs, msPerThousandScores, ...same } = trained.manifest;
  expect(here.trained.manifest).toMatchObject(same);
  expect(checkpoints).toBe(here.checkpoints);
  expect(doing[0]).toBe("reading the rows");
});

test("startTraining: the caller's thread is free all the while", async () => {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  turn();
  await startTraining(anOrder(), watcher, signal).finally(() => {
    isOver = true;
  });
  // were it done in this thread, only its pauses would let a turn through
  expect(turns).toBeGreaterThan(500);
});

test("startTraining: what a person can mend keeps its code, and rows that can't be used are told", async () => {
  await expect(startTraining({ ...anOrder(), kind: "forest" }, watcher, signal)).rejects.toMatchObject({
    name: "TwinstreamError",
    code: "WRONG_USAGE",
    message: expect.stringContaining('no model kind "forest"'),
  });
  const errors: unknown[] = [];
  const told = { ...watcher, rowError: (line: number, reason: string) => errors.push([line, reason]) };
  await startTraining(anOrder(`${judgedCsv(20)}81,81,Red,red,9\n`), told, signal);
  expect(errors).toEqual([[82, expect.stringContaining("9")]]);
});

test("startTraining: ends when it is told to, before it began and while it works", async () => {
  const control = new AbortController();
  const told = { ...watcher, progress: () => control.abort() };
  const stopped = { code: "TRAINING_STOPPED" };
  await expect(startTraining(anOrder(), told, control.signal)).rejects.toMatchObject(stopped);
  await expect(startTraining(anOrder(), watcher, control.signal)).rejects.toMatchObject(stopped);
});

test("startTraining: one that doesn't end when it is told to is ended after ten seconds", async () => {
  const clock = createVirtualClock(1);
  const control = new AbortController();
  const training = startTraining(anOrder(), watcher, control.signal, clock);
  control.abort();
  const outcome = expect(training).rejects.toMatchObject({
    code: "TRAINING_STOPPED",
    message: "training ridge was stopped before there was anything to keep; the same command starts it again",
  });
  await clock.advance(10_000); // its thread has not even loaded its program by then
  await outcome;
});
