import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run, severalAtOnce, workingFolder } from "../../support/command.ts";
import { judgedCsv } from "../../support/judged-file.ts";

const folder = workingFolder();
const ladder = [
  "train",
  "ladder",
  "--from",
  "<b>x.csv",
  "--preset",
  "home-depot",
  "--report",
  "report",
  "--only",
  "ridge,mean,fixed",
];

beforeAll(() => writeFileSync(join(folder, "<b>x.csv"), judgedCsv(60)));

interface Printed {
  readonly isWhole: boolean;
  readonly parts: readonly {
    readonly split: string;
    readonly rungs: readonly {
      readonly kind: string;
      readonly isFound: boolean;
      readonly manifest?: { reference: string };
    }[];
  }[];
}

/** The references of the models of each part, and whether they were there before; kinds without a model are left out. */
function models({ parts }: Printed) {
  const trained = parts.map(({ split, rungs }) => ({ split, rungs: rungs.filter(({ manifest }) => manifest) }));
  return trained.map(({ split, rungs }) => [
    split,
    ...rungs.map(({ manifest, isFound }) => [manifest!.reference, isFound]),
  ]);
}

test("train ladder: a version of every kind on both splits, a report in two forms, and the table", async () => {
  const { code, stdout, stderr } = await run([...ladder, "--split", "each", "--json"], folder);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("ridge-1, split by rows: validation RMSE 0."),
  });
  const printed = JSON.parse(stdout) as Printed;
  expect(printed.isWhole).toBe(true);
  expect(models(printed)).toMatchObject([
    ["rows", ["mean-1", false], ["fixed-1", false], ["ridge-1", false]],
    ["queries", ["mean-2", false], ["fixed-2", false], ["ridge-2", false]],
  ]);
  expect(readdirSync(join(folder, "report")).sort()).toEqual(["ladder.html", "ladder.md"]);
  expect(readFileSync(join(folder, "report/ladder.html"), "utf8")).toContain(
    "on &lt;b&gt;x.csv: 240 rows of 60 queries, seed 1.",
  );
  const markdown = readFileSync(join(folder, "report/ladder.md"), "utf8");
  expect(markdown).toContain("## Single rows held back");
  expect(markdown).toMatch(/^\| \*\*mean-2\*\* \(line to beat\) \|/m);
});

test("train ladder: goes on with what is there; --fresh trains again", async () => {
  const again = JSON.parse((await run([...ladder, "--split", "rows", "--json"], folder)).stdout) as Printed;
  expect(models(again)).toMatchObject([["rows", ["mean-1", true], ["fixed-1", true], ["ridge-1", true]]]);
  const { code, stdout, stderr } = await run([...ladder, "--fresh"], folder);
  expect(code).toBe(0);
  expect(stderr).toContain(
    `the earlier report is kept: ${join("report", "ladder-2.html")}, ${join("report", "ladder-2.md")}\n`,
  );
  expect(readFileSync(join(folder, "report/ladder-1.md"), "utf8")).toMatch(/^\| \*\*mean-2\*\*/m);
  expect(stdout).toContain("Whole queries held back (split by queries)\nmodel ");
  expect(stdout).toMatch(/^mean-3 .*line to beat$/m);
  expect(stdout).toContain(
    `the report: ${join("report", "ladder.html")}, ${join("report", "ladder.md")}\nbest on the validation rows`,
  );
});

test("train ladder: --encoder is what siamese-encoder builds on; without that encoder the other kinds are trained", async () => {
  const words = [...ladder.slice(0, -1), "mean,siamese-encoder", "--encoder", "./nowhere"];
  const { code, stdout } = await run(words, folder);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^mean-\d+ .*line to beat$/m);
  expect(stdout).toContain('siamese-encoder: there is no encoder folder "./nowhere"');
});

test("train ladder: a model whose manifest is damaged is left out, and stands in nobody's way", async () => {
  const damaged = join(folder, "data/models/ridge-99");
  mkdirSync(damaged);
  writeFileSync(join(damaged, "manifest.json"), "{");
  const { code, stdout, stderr } = await run([...ladder, "--split", "rows", "--json"], folder);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^left out: ".*ridge-99\/manifest\.json" is not JSON/m),
  });
  expect(models(JSON.parse(stdout) as Printed)).toMatchObject([
    ["rows", ["mean-1", true], ["fixed-1", true], ["ridge-1", true]],
  ]);
});

test("train: its options are its own and the ladder's come after its name", async () => {
  const refusals = [
    { words: ["train", "--seed", "3", "ladder"], says: 'put --seed after the word "ladder"' },
    { words: ["train", "mean", "--split", "each"], says: "Allowed choices are rows, queries, both" },
    { words: ["train", "ladder", "--only", "mean,oak"], says: 'there is no "oak"; choose of mean, fixed, ridge' },
  ];
  const ended = await severalAtOnce(refusals, ({ words }) => run(words, folder));
  expect(ended).toMatchObject(refusals.map(({ says }) => ({ code: 2, stderr: expect.stringContaining(says) })));
});
