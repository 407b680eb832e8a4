import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run, severalAtOnce, start, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const replay = ["replay", "judged.csv", "--preset", "home-depot", "--workers", "1"];

beforeAll(() => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(60));
});

const cases = [
  { data: "replay-int", words: [...replay, "--speed", "1x"], signal: "SIGINT" },
  { data: "run-term", words: ["run", "--workers", "1"], signal: "SIGTERM" },
  { data: "start-int", words: ["start", "--rate", "40", "--products", "300", "--workers", "1"], signal: "SIGINT" },
  { data: "start-term", words: ["start", "--input", "judged.csv", "--preset", "home-depot"], signal: "SIGTERM" },
] as const;

/** Stops a command by a signal as soon as its stages are seen to run. */
async function stopped({ data, words, signal }: (typeof cases)[number]) {
  const running = start([...words, "--data", data], folder);
  expect(await running.says(/\d s: tokenize/)).toBe(true);
  running.signal(signal);
  return running.ended;
}

test("stopping: Ctrl-C and SIGTERM end start, run and replay within ten seconds with exit code 0", async () => {
  // After ten seconds they end with 1.
  for (const { code, stderr } of await severalAtOnce(cases, stopped, 2))
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/^ {4}at /m) });
});

test("stopping: what was acknowledged is there, and going on adds what is left, each once", async () => {
  const again = await run([...replay, "--json", "--data", "replay-int"], folder);
  const { appended, known } = JSON.parse(again.stdout) as { appended: number; known: number };
  expect({ code: again.code, events: appended + known }).toEqual({ code: 0, events: 60 });
  const count = "select count(*) n, count(distinct event_id || product_id) d from scores";
  expect((await run(["sql", count, "--format", "csv", "--data", "replay-int"], folder)).stdout).toBe("n,d\n240,240\n");
});

test("start: the first run trains a model and says so, the second goes on with it", async () => {
  const words = ["start", "--searches", "5", "--products", "300", "--workers", "0", "--data", "start-int", "--json"];
  const { stderr } = await run(words, folder);
  expect(stderr).toBe(`going on with "${join(folder, "start-int")}"; ridge-1 scores\n`);
});
