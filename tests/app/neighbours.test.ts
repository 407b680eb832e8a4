import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const neighbours = (...words: readonly string[]) => run(["models", "neighbours", ...words], folder);
const source = ["--from", "judged.csv", "--preset", "home-depot"];

beforeAll(async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(60));
  for (const kind of ["mean", "word2vec"])
    expect(await run(["train", kind, ...source], folder)).toMatchObject({ code: 0 });
});

test("models neighbours: prints the words nearest to one, with their cosine", async () => {
  const [asText, asJson] = await Promise.all([
    neighbours("Faucet", "--limit", "3"),
    neighbours("faucet", "--model", "word2vec-1", "--limit", "3", "--json"),
  ]);
  const found = JSON.parse(asJson.stdout) as { neighbours: { word: string; similarity: number }[] };
  expect(found).toMatchObject({ model: "word2vec-1", word: "faucet" });
  expect(found.neighbours).toHaveLength(3);
  const cosines = found.neighbours.map(({ similarity }) => similarity);
  expect(cosines).toEqual(cosines.toSorted((a, b) => b - a));
  const lines = asText.stdout.trimEnd().split("\n");
  expect(lines[0]).toMatch(/^word +cosine$/);
  expect(lines.slice(1).map((line) => line.split(" ")[0])).toEqual(found.neighbours.map(({ word }) => word));
});

test("models neighbours: says what it can't do, and what to do", async () => {
  const refused = await Promise.all([
    neighbours("faucett"),
    neighbours("xylophone"),
    neighbours("two words"),
    neighbours("faucet", "--model", "mean-1"),
    neighbours("faucet", "--model", "word2vec-9"),
    neighbours("faucet", "--limit", "0"),
  ]);
  expect(refused.map(({ code }) => code).filter((code) => code === 0)).toEqual([]);
  const said = [
    'word2vec-1 does not know the word "faucett"; it knows faucet',
    'word2vec-1 does not know the word "xylophone", nor one that is written like it',
    '"two words" is 2 words',
    '"mean-1" has no vectors of words',
    'no model "word2vec-9"',
    "at least 1",
  ];
  expect(refused.map(({ stderr }) => stderr)).toEqual(said.map((text) => expect.stringContaining(text)));
});

test("models neighbours: without a word2vec model it says how to train one", async () => {
  const none = ["--data", "other"];
  expect(await run(["train", "mean", ...source, ...none], folder)).toMatchObject({ code: 0 });
  expect((await neighbours("faucet", ...none)).stderr).toContain("train one: twinstream train word2vec");
});
