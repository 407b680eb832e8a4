import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Manifest } from "../../schemas/manifest.ts";
import { startProgram, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();

beforeAll(() => writeFileSync(join(folder, "judged.csv"), judgedCsv(60)));

/** Options of node with which the built program, and every thread of it, knows the small net. */
const withSmallNet = ["--import", resolve("dist/tests/support/with-small-net.js")];

/** Runs `twinstream train small-net` to its end; `signal` is what its process gets, such as `SIGKILL@30` before the 30th step. */
function train(data: string, words: readonly string[], signal = "") {
  const program = [...withSmallNet, resolve("dist/app/main.js")];
  const file = ["--from", "judged.csv", "--preset", "home-depot", "--data", data];
  const environment = `TWINSTREAM_SIGNAL=${signal}`;
  const all = [environment, process.execPath, ...program, "train", "small-net", ...file, ...words];
  return startProgram("env", all, folder).ended;
}

const trainings = (data: string) => readdirSync(join(folder, data, "training"));

test("training: killed in its midst, the same command goes on to the very model of a run without a break", async () => {
  const words = ["--set", "epochs=6", "--json"];
  const [whole, killed] = await Promise.all([train("whole", words), train("killed", words, "SIGKILL@50")]);
  expect(whole).toMatchObject({ code: 0, stderr: "" });
  expect(killed).toEqual({ code: null, stdout: "", stderr: "" });
  expect(trainings("killed")).toHaveLength(1);
  const again = await train("killed", words);
  expect(again.code).toBe(0);
  expect(again.stderr).toMatch(/^going on with a training of small-net/);
  const [expected, found] = [whole, again].map(({ stdout }) => JSON.parse(stdout) as Manifest);
  expect(found!.files).toEqual(expected!.files);
  expect(found!.learningCurve).toEqual(expected!.learningCurve);
  expect(found!.learningCurve).toHaveLength(6);
  expect([trainings("killed"), trainings("whole")]).toEqual([[], []]);
});

test("training: Ctrl-C ends an endless one between two steps, with a sentence on how to go on", async () => {
  const { code, stdout, stderr } = await train("stopped", ["--set", "epochs=1000000"], "SIGINT@50");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(
    /^twinstream: training small-net was stopped after epoch \d+; the same command goes on from there, with --fresh it starts over \[TRAINING_STOPPED\]\n$/,
  );
  expect(trainings("stopped")).toHaveLength(1);
  expect(existsSync(join(folder, "stopped", "models"))).toBe(false);
});

test("training: --distance says how the vectors are compared, and the manifest keeps it", async () => {
  const { code, stdout } = await train("distances", ["--set", "epochs=2", "--distance", "cosine", "--json"]);
  const kept = JSON.parse(stdout) as Manifest & { readonly isChampion: boolean };
  expect([code, kept.config.distance, kept.isChampion]).toEqual([0, "cosine", true]);
});

/** Counts the turns of its own event loop while a net learns in a thread. */
const countTurns = `
  import { startTraining } from ${JSON.stringify(resolve("dist/pipelines/training/start-training.js"))};
  const [from, data] = process.argv.slice(2);
  const file = { preset: "home-depot" };
  const order = { kind: "small-net", config: { epochs: 40 }, split: "queries", seed: 1, isFresh: false, data, from, file };
  const told = { progress: 0, learned: 0, turns: 0 };
  const count = (what) => () => { told[what] += 1; };
  const turn = () => { if (told.learned > 0) told.turns += 1; turning = setImmediate(turn); };
  let turning = setImmediate(turn);
  const watcher = { progress: count("progress"), learned: count("learned"), notice() {}, rowError() {} };
  await startTraining(order, watcher, new AbortController().signal);
  clearImmediate(turning);
  console.log(JSON.stringify(told));
`;

test("training: while a net learns in its thread, the thread that waits for it goes on turning", async () => {
  writeFileSync(join(folder, "count-turns.mjs"), countTurns);
  const words = [...withSmallNet, "count-turns.mjs", "judged.csv", "turning"];
  const { code, stdout, stderr } = await startProgram(process.execPath, words, folder).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { learned, progress, turns } = JSON.parse(stdout) as Record<string, number>;
  expect(learned).toBe(40);
  expect(progress).toBeGreaterThan(1);
  // from the first epoch on; were it done in this thread, only its pauses would let a turn through
  expect(turns).toBeGreaterThan(100);
});
