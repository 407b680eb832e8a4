import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { AblationTable } from "../../../pipelines/training/ablate.ts";
import { run, severalAtOnce, workingFolder } from "../../support/command.ts";
import { judgedCsv } from "../../support/judged-file.ts";

const folder = workingFolder();
const source = ["--from", "judged.csv", "--preset", "home-depot", "--split", "queries"];

beforeAll(() => writeFileSync(join(folder, "judged.csv"), judgedCsv(60)));

test("train --ablate: a table, the same as a report, and no model", async () => {
  const { code, stdout } = await run(["train", "ridge", ...source, "--ablate", "--report", "report"], folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^left out +columns +RMSE +difference +RMSE alone +what it is\nnothing +\d+ +0\.\d{4}\n/);
  expect(stdout).toMatch(/^set +25 +0\.\d{4} +[+-]0\.\d{4} +0\.\d{4} +the product beside the others of its search$/m);
  expect(stdout).toContain(`the report: ${join("report", "ablation.html")}, ${join("report", "ablation.md")}\n`);
  expect(readdirSync(join(folder, "report")).sort()).toEqual(["ablation.html", "ablation.md"]);
  expect(existsSync(join(folder, "data", "models", "ridge-1"))).toBe(false);
});

test("train relevance --ablate --json: its members and its memory are groups as well; --set without leaves out for good", async () => {
  const settings = ["rounds=5", "folds=2", "without=word-similarity,set"].flatMap((setting) => ["--set", setting]);
  const { code, stdout } = await run(["train", "relevance", ...source, ...settings, "--ablate", "--json"], folder);
  expect(code).toBe(0);
  const table = JSON.parse(stdout) as AblationTable;
  expect(table).toMatchObject({ kind: "relevance", costly: ["memory"], files: [] });
  const names = table.groups.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["fuzzy", "ridge-words", "ridge-characters", "memory"]));
  expect(names).not.toContain("set");
  expect(names).not.toContain("word-similarity");
});

test("train --ablate: what has no meaning with it is refused", async () => {
  const refusals = [
    { words: ["ridge", "--ablate", "--promote"], says: "--ablate keeps no model; leave --promote out" },
    { words: ["ridge", "--ablate", "--fresh"], says: "leave --fresh out" },
    { words: ["ridge", "--report", "report"], says: "--report is where --ablate writes" },
    { words: ["linear-words", "--ablate"], says: "linear-words learns from no features that could be left out" },
    { words: ["mean", "--ablate"], says: "mean learns from no features that could be left out" },
  ];
  const ended = await severalAtOnce(refusals, ({ words }) => run(["train", ...words, ...source], folder));
  expect(ended).toMatchObject(refusals.map(({ says }) => ({ code: 2, stderr: expect.stringContaining(says) })));
});
