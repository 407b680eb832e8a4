import { existsSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { word2vec } from "../../../models/word2vec/word2vec.ts";
import { run, workingFolder } from "../../support/command.ts";
import { judgedCsv } from "../../support/judged-file.ts";

const folder = workingFolder();

beforeAll(() => writeFileSync(join(folder, "judged.csv"), judgedCsv(60)));

test("train --settings: lists what can be set with its default, and trains nothing", async () => {
  const [asText, asJson, none] = await Promise.all([
    run(["train", "ridge", "--settings"], folder),
    run(["train", "word2vec", "--settings", "--json"], folder),
    run(["train", "mean", "--settings"], folder),
  ]);
  expect(asText).toEqual({
    code: 0,
    stdout: "setting                    default\npenalties  0.1,1,10,100,1000,10000\n",
    stderr: "",
  });
  expect(JSON.parse(asJson.stdout)).toEqual(word2vec.defaults);
  expect(none.stdout).toBe("mean has no settings\n");
  expect((await run(["train", "relevance", "--settings"], folder)).stdout).toMatch(/^without +none$/m);
});

test("train: rows that can't be used are counted, and a model that was tested on next to nothing is said to be", async () => {
  const [header, ...rows] = judgedCsv(25, 1).trimEnd().split("\n");
  const spoiled = rows.map((row, i) => (i < 11 ? row.replace(/[^,]*$/, "good") : row));
  writeFileSync(join(folder, "few.csv"), [header, ...spoiled].join("\n"));
  const { code, stdout, stderr } = await run(
    ["train", "mean", "--from", "few.csv", "--preset", "home-depot", "--split", "rows", "--data", "few"],
    folder,
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^more rows like these are counted at the end\n11 of 25 rows are not used: 11 × the grade is not a number$/m,
  );
  expect(stdout).toMatch(
    /^tested on \d search(es)?: too few to tell how good it is, or whether another model is better \(20 are needed\); train on more rows\nmean-1 is the champion$/m,
  );
});

test("train --threads: no more than the machine has cores, and it says so", async () => {
  const source = ["--from", "judged.csv", "--preset", "home-depot", "--set", "epochs=1", "--json"];
  const [most, cores] = ["100000", availableParallelism()];
  const { code, stdout, stderr } = await run(["train", "siamese-char-shared", ...source, "--threads", most], folder);
  expect(code).toBe(0);
  expect(stderr).toContain(`--threads 100,000 is taken as ${cores}: this machine has no more cores\n`);
  expect(JSON.parse(stdout)).toMatchObject({ config: { threads: cores } });
});

test.for([
  [["train", "ridge", "--from", "none.csv", "--preset", "home-depot"], 'there is no file "none.csv"'],
  [["train", "ladder", "--from", "none.csv", "--preset", "home-depot"], 'there is no file "none.csv"'],
  [["train", "ridge"], 'there is no data folder "new" yet'],
  [["train", "ladder"], 'there is no data folder "new" yet'],
  [["replay", "none.csv", "--preset", "home-depot"], 'there is no file "none.csv"'],
  [["start", "--input", "none.csv", "--preset", "home-depot"], 'there is no file "none.csv"'],
  [["evaluate", "--model", "ridge-1", "--input", "judged.csv"], 'there is no data folder "new" yet'],
  [["score", "--model", "ridge-1", "--input", "judged.csv", "--output", "o.csv"], 'there is no data folder "new" yet'],
] as const)("%j: with nothing to read it leaves no empty data folder behind", async ([words, says]) => {
  const { code, stderr } = await run([...words, "--data", "new"], folder);
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^twinstream: .* \[FILE_NOT_FOUND\]\n$/) });
  expect(stderr).toContain(says);
  expect(existsSync(join(folder, "new"))).toBe(false);
});
