import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openEmbeddedLog } from "../../connectors/embedded/embedded-log.ts";
import { run, severalAtOnce, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const file = ["--preset", "home-depot"];

beforeAll(() => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(40));
});

/** What a command prints with --json; it must end well and say nothing else. */
async function json(...words: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await run([...words, "--json"], folder);
  expect({ words, code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(stdout);
}

test("--json: replay and train tell what they did", async () => {
  expect(await json("replay", "judged.csv", ...file, "--workers", "0")).toMatchObject({
    rows: 160,
    events: 40,
    rejected: 0,
    byReason: [],
    appended: 40,
    known: 0,
    isComplete: true,
    stages: ["tokenize", "embed", "score", "evaluate", "recognise", "record"].map((name) => ({ name, rejected: 0 })),
  });
  const trained = [
    await json("train", "mean", "--from", "judged.csv", ...file),
    await json("train", "ridge", "--from", "tables", "--seed", "3"),
  ];
  expect(trained).toMatchObject([
    { reference: "mean-1", isChampion: true, data: { from: "judged.csv", rows: 160 } },
    { reference: "ridge-1", isChampion: false, seed: 3, data: { from: "tables", rows: 160 } },
  ]);
});

test("--json: commands that ask print one value each", async () => {
  const asked = [
    { words: ["models", "list"], prints: { champion: "mean-1", models: [{ kind: "mean" }, { kind: "ridge" }] } },
    { words: ["models", "show", "mean-1"], prints: { reference: "mean-1", isChampion: true } },
    {
      words: ["models", "compare", "mean-1", "ridge-1"],
      prints: { models: [{ kind: "mean" }, { kind: "ridge" }], comparisons: [{ first: "mean-1", second: "ridge-1" }] },
    },
    { words: ["evaluate", "--model", "mean-1", "--input", "judged.csv", ...file], prints: { figures: { pairs: 160 } } },
    { words: ["evaluate", "--late"], prints: [] },
    { words: ["sql", "select count(*) n from scores"], prints: [{ n: 160 }] },
    { words: ["dead-letters", "list"], prints: [] },
    {
      words: ["generate", "--searches", "3", "--products", "50", "--output", "shop.jsonl"],
      prints: { output: "shop.jsonl" },
    },
    {
      words: ["score", "--model", "ridge-1", "--input", "judged.csv", ...file, "--output", "scores.csv"],
      prints: { rows: 160, scored: 160, output: "scores.csv" },
    },
  ] as const;
  const printed = await severalAtOnce(asked, ({ words }) => json(...words));
  expect(printed).toMatchObject(asked.map(({ prints }) => prints));
  const checks = (await json("doctor")) as { what: string; isFine: boolean; found: string }[];
  expect(checks.filter((check) => !check.isFine)).toEqual([]);
  expect(checks).toContainEqual({ what: "topic labels", isFine: true, found: "40 records" });
  const { tables } = (await json("sql", "--list")) as { tables: { name: string; columns: string[] }[] };
  expect(tables.map((table) => table.name)).toContain("scores");
});

test("score: the file holds a line per product, with the grade and the score beside each other", () => {
  const lines = readFileSync(join(folder, "scores.csv"), "utf8").trimEnd().split("\n");
  expect(lines).toHaveLength(161);
  expect(lines[0]).toBe("event_id,query,product_id,title,position,grade,score,model");
});

test("--json: promote, rollback", async () => {
  expect(await json("models", "promote", "ridge-1", "--force", "a test")).toMatchObject({
    champion: "ridge-1",
    isPromoted: true,
    checks: [{ isPassed: true }, { isPassed: true }, { isPassed: false }],
  });
  expect(await json("models", "rollback")).toEqual({ champion: "mean-1" });
});

test("--json: a record that can't be read is listed, shown and sent again as a dead letter", async () => {
  const log = await openEmbeddedLog({ folder: join(folder, "data/log"), partitions: 4 });
  await log.append([{ topic: "searches", key: "visit", value: Buffer.from([1, 2, 3]) }]);
  await log.close();
  expect(await json("run", "--drain", "--workers", "0")).toMatchObject({
    stages: [{ name: "tokenize", rejected: 1 }, {}, {}, {}, {}, {}],
  });
  const letters = (await json("dead-letters", "list", "--stage", "decode")) as { id: string; value: string }[];
  expect(letters).toMatchObject([{ topic: "searches", key: "visit", value: "AQID" }]);
  const { id } = letters[0]!;
  expect(await json("dead-letters", "show", id)).toMatchObject({ ...letters[0], fault: { at: 0 } });
  expect((await run(["dead-letters", "show", id], folder)).stdout).toContain("0000  01 02 03 ");
  expect(await json("dead-letters", "replay", id)).toEqual({ found: 1, replayed: 1 });
  expect(await json("dead-letters", "replay", id)).toEqual({ found: 1, replayed: 0 });
});
