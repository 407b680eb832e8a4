import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { expect, test } from "vitest";
import { type FeatureName, featureGroups, featureSet, features } from "../schemas/feature-sets.ts";
import { startProgram } from "./support/command.ts";
import { temporaryFolder } from "./support/temporary-folder.ts";

/** A program of a guide and what the guide says it prints. */
interface Example {
  readonly guide: string;
  readonly program: string;
  readonly printed: string;
}

const guides = readdirSync("docs").filter((name) => name.endsWith(".md"));

const examples = guides.flatMap((guide): Example[] => {
  const text = readFileSync(join("docs", guide), "utf8");
  const blocks = text.matchAll(/^```ts\n(.*?)^```\n\nIt prints:\n\n```text\n(.*?)^```$/gms);
  return [...blocks].map(([, program, printed]) => ({ guide, program: program!, printed: printed! }));
});

test("guides: there are programs in them", () => {
  expect(examples.map(({ guide }) => guide)).toEqual(expect.arrayContaining(["nets.md", "trees.md", "relevance.md"]));
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

test("guides: features.md names every feature with what it says; `npx vitest -u` writes it anew", async () => {
  const sections = Object.entries(featureGroups).map(([group, about]) => {
    const names = (Object.keys(features) as FeatureName[]).filter((name) => features[name].group === group);
    const rows = names.map((name) => `| \`${name}\` | ${features[name].says} |`);
    return `## ${group}: ${about}\n\n| feature | what it says |\n| --- | --- |\n${rows.join("\n")}\n`;
  });
  const head = `# Features\n\nThe ${Object.keys(features).length} features of the set \`${featureSet}\`, made from \`schemas/feature-sets.ts\`.\n`;
  const conventions =
    "Shares lie between 0 and 1 and are 0 where there is nothing to share; an agreement is 1 where the title has what is asked for, -1 where it has another, " +
    "0 where it has none. What can't be said is missing. A stem is that of a word that is no stop word, each counted once; the idf of a stem is the higher the fewer texts have it.\n";
  await expect([head, conventions, ...sections].join("\n")).toMatchFileSnapshot("../docs/features.md");
});
