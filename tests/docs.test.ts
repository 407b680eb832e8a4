import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { startProgram } from "./support/command.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A program of a guide and what the guide says it prints. */
interface Example {
  readonly guide: string;
  readonly program: string;
  readonly printed: string;
}

const examples = readdirSync("docs").flatMap((guide): Example[] => {
  const text = readFileSync(join("docs", guide), "utf8");
  const blocks = text.matchAll(/^```ts\n(.*?)^```\n\nIt prints:\n\n```text\n(.*?)^```$/gms);
  return [...blocks].map(([, program, printed]) => ({ guide, program: program!, printed: printed! }));
});

test("guides: there are programs in them", () => {
  expect(examples.map(({ guide }) => guide)).toEqual(expect.arrayContaining(["nets.md", "trees.md"]));
});

test.each(examples)("$guide: its program prints what it says", async ({ program, printed }) => {
  const built = pathToFileURL(join(process.cwd(), "dist")).href;
  const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023, verbatimModuleSyntax: true };
  const code = ts
    .transpileModule(program, { compilerOptions: options })
    .outputText.replaceAll(/from "\.\/(.*?)\.ts"/g, `from "${built}/$1.js"`);
  const file = join(temporaryFolder(), "example.mjs");
  writeFileSync(file, code);
  const { code: exit, stdout, stderr } = await startProgram(process.execPath, [file], ".").ended;
  expect({ exit, stdout, stderr }).toEqual({ exit: 0, stdout: printed, stderr: "" });
});
