import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { commands } from "../app/commands/index.ts";
import { analystViews } from "../connectors/duckdb/analyst-views.ts";
import { presets } from "../pipelines/replay/presets.ts";
import { errorCodes } from "../schemas/errors.ts";
import { topicNames } from "../schemas/topics.ts";
import { startProgram, workingFolder } from "./support/command.ts";
import { judgedCsv } from "./support/judged-file.ts";

const readme = readFileSync("README.md", "utf8");
const folder = workingFolder();

/** What stands for a command of the README here: the demo ends by itself, and npm is not called. */
const standIns: Readonly<Record<string, string>> = {
  "npm ci": "true",
  "npm start": "twinstream start --searches 20 --rate 200 --products 500 --quiet",
};

/** The lines of every `sh` block, in order. */
function shellLines(text: string): readonly string[] {
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!);
  return blocks.flatMap((block) => block.split("\n").filter((line) => line !== ""));
}

/** Rows of the second example: other columns, grades from 0 to 3. */
function ratingsCsv(): string {
  const rows = judgedCsv(40).trimEnd().split("\n").slice(1);
  const lines = rows.map((row) => {
    const [, sku, name, query, grade] = row.split(",");
    return [query, name, sku, Math.round(Number(grade))].join(",");
  });
  return `${["search_term,name,sku,rating", ...lines].join("\n")}\n`;
}

test("README: every command runs as it is written, in the order of the page", async () => {
  writeFileSync(join(folder, "train.csv"), judgedCsv(120));
  writeFileSync(join(folder, "judgments.csv.gz"), gzipSync(ratingsCsv()));
  mkdirSync(join(folder, "bin"));
  const main = join(process.cwd(), "dist/program/main.js");
  writeFileSync(join(folder, "bin/twinstream"), `#!/bin/sh\nexec "${process.execPath}" "${main}" "$@"\n`, {
    mode: 0o755,
  });
  const lines = shellLines(readme);
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) {
    const command = standIns[line] ?? line.replace(/^npx /, "");
    expect(command, line).toMatch(/^(twinstream |true$)/);
    const script = `PATH="$PWD/bin:$PATH"; ${command}`;
    const { code, stderr } = await startProgram("sh", ["-c", script], folder).ended;
    expect({ line, code, stderr }).toMatchObject({ line, code: 0 });
  }
}, 240_000);

test("README: lists every error code with its meaning", () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.*?) +\|$/gm)].map((match) => [match[1], match[2]]);
  expect(Object.fromEntries(rows)).toEqual(errorCodes);
});

test("README: names every command, topic and preset, and no view that there is not", () => {
  for (const name of Object.keys(commands)) expect(readme).toContain(`\`${name}`);
  for (const topic of topicNames) expect(readme).toContain(`| \`${topic}\``);
  const named = /Presets: (.*?)\./.exec(readme)![1]!.match(/[a-z-]+/g);
  for (const preset of named!) expect(Object.keys(presets)).toContain(preset);
  const views = /views such as (.*?) answer/s.exec(readme)![1]!.match(/[a-z_]{5,}/g);
  for (const view of views!) expect(Object.keys(analystViews)).toContain(view);
});
