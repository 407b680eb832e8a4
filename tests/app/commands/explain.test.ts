import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import type { Explanation } from "../../../pipelines/explain/explain-scores.ts";
import { run, severalAtOnce, workingFolder } from "../../support/command.ts";
import { judgedCsv } from "../../support/judged-file.ts";

const folder = workingFolder();
const explain = (...words: readonly string[]) => run(["explain", ...words], folder);
const asked = ["--query", "red fauset", "--title", "Oak Shelf", "--title", "Red Faucet", "--title", "Blue Faucets"];

interface Printed extends Explanation {
  readonly comparisons: readonly { readonly first: number; readonly second: number; readonly by: number }[];
}

beforeAll(async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(60));
  for (const kind of ["ridge", "word2vec"])
    expect(await run(["train", kind, "--from", "judged.csv", "--preset", "home-depot"], folder)).toMatchObject({
      code: 0,
    });
});

test("explain: without --model it explains the champion, in words", async () => {
  const { code, stdout } = await explain(...asked);
  expect(code).toBe(0);
  expect(stdout).toContain('ridge-1 reads "red fauset" as: red faucet  (fauset → faucet by spelling)\n');
  expect(stdout).toMatch(/^1 {2}\d\.\d{3} {2}Red Faucet\n {3}red = red \(exact\) {3}fauset = faucet \(spelling\)$/m);
  expect(stdout).toMatch(/fauset = faucets \(spelling, same stem\)\n {3}not asked for: blue$/m);
  expect(stdout).toMatch(/^ {3}[+-]\d\.\d{3} {2}[a-z_]+ [\d.]+ +[A-Z0-9].*\.$/m);
  expect(stdout).toMatch(/^ {3}left out of the query: red [+-]\d\.\d{3}, fauset -\d\.\d{3}$/m);
  expect(stdout).toMatch(/^1 (is above|scores as) 2.*: "Red Faucet", "Blue Faucets"\n {3}[+-]/m);
  expect(stdout).toMatch(/^2 is above 3 by .*: "Blue Faucets", "Oak Shelf"\n {3}[+-]/m);
});

test("explain: its scores are those of twinstream score", async () => {
  const rows = ["Oak Shelf", "Red Faucet", "Blue Faucets"].map((title) => JSON.stringify({ q: "red fauset", title }));
  writeFileSync(join(folder, "rows.jsonl"), `${rows.join("\n")}\n`);
  const files = ["--input", "rows.jsonl", "--output", "scores.jsonl"];
  const columns = ["--map", "query=q,title=title,product_id=title"];
  expect(await run(["score", "--model", "ridge-1", ...files, ...columns], folder)).toMatchObject({ code: 0 });
  const lines = readFileSync(join(folder, "scores.jsonl"), "utf8").trimEnd().split("\n");
  const scored = lines.map((line) => JSON.parse(line) as { title: string; score: number });
  const { products } = JSON.parse((await explain(...asked, "--json")).stdout) as Printed;
  const byTitle = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1);
  expect(products.map(({ title, score }) => ({ title, score })).sort(byTitle)).toEqual(
    scored.map(({ title, score }) => ({ title, score })).sort(byTitle),
  );
});

test("explain: --json holds everything, --above compares two places", async () => {
  const { code, stdout } = await explain(...asked, "--model", "word2vec-1", "--json", "--above", "3", "1");
  expect(code).toBe(0);
  const { model, products, base, comparisons } = JSON.parse(stdout) as Printed;
  expect(model).toBe("word2vec-1");
  for (const { contributions } of products)
    expect(contributions).toEqual([
      { name: "cosine of the word vectors of query and title", adds: expect.any(Number) },
    ]);
  expect(base).toEqual(expect.any(Number));
  expect(comparisons).toMatchObject([{ first: 3, second: 1, by: products[2]!.score - products[0]!.score }]);
});

test("explain and models list: ask without a trace in the log", async () => {
  const log = join(folder, "data", "log", "events.mdb");
  const before = readFileSync(log);
  expect(await explain(...asked)).toMatchObject({ code: 0 });
  expect(await run(["models", "list"], folder)).toMatchObject({ code: 0 });
  expect(readFileSync(log).equals(before)).toBe(true);
});

test("explain: says what it can't do, and what to do", async () => {
  const one = ["--query", "fan", "--title", "Fan"];
  const refusals = [
    { words: ["--query", "fan"], code: 2, says: "required option '--title <text>'" },
    { words: ["--query", " ", "--title", "Fan"], code: 2, says: "give a text that is not empty" },
    { words: [...one, "--above", "1", "2"], code: 2, says: "there is one title" },
    { words: [...asked, "--above", "1", "4"], code: 2, says: "there are 3 titles" },
    { words: [...asked, "--above", "2"], code: 2, says: "--above takes two places" },
    { words: [...one, "--model", "ridge-7"], code: 1, says: 'no model "ridge-7"' },
    { words: [...one, "--data", "nowhere"], code: 1, says: 'there is no data folder "nowhere" yet' },
  ];
  const ended = await severalAtOnce(refusals, ({ words }) => explain(...words));
  expect(ended).toMatchObject(refusals.map(({ code, says }) => ({ code, stderr: expect.stringContaining(says) })));
});

test("explain: without a champion it says how to get one", async () => {
  const data = ["--data", "fresh"];
  const rows = ["--map", "query=q,title=title,product_id=title"];
  writeFileSync(join(folder, "search.jsonl"), `${JSON.stringify({ q: "fan", title: "Fan" })}\n`);
  expect(await run(["replay", "search.jsonl", ...rows, ...data, "--quiet"], folder)).toMatchObject({ code: 0 });
  expect(await explain("--query", "fan", "--title", "Fan", ...data)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("there is no champion to explain yet; train one: twinstream train ridge"),
  });
});
