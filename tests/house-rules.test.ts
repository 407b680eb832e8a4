import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { direction, homes, houseRules } from "./support/house-rules.ts";
import { parseSourceFile, readSourceFiles } from "./support/source-file.ts";

const rules = Object.keys(houseRules) as readonly (keyof typeof houseRules)[];
const files = readSourceFiles(Object.keys(direction));

test.for(rules)("house: %s", (rule) => {
  expect(houseRules[rule](files)).toEqual([]);
});

test("house: every dependency of package.json has a home", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as { dependencies: object };
  expect(Object.keys(homes)).toEqual(expect.arrayContaining(Object.keys(dependencies)));
});

/** What a rule says of some files, given as path and text. */
function complaints(rule: keyof typeof houseRules, texts: Readonly<Record<string, string>>): readonly string[] {
  return houseRules[rule](Object.entries(texts).map(([path, text]) => parseSourceFile(path, text)));
}

test.for([
  ["schemas/a.ts", "../connectors/b.ts"],
  ["connectors/a.ts", "../models/b.ts"],
  ["connectors/deep/a.ts", "../../pipelines/b.ts"],
  ["models/a.ts", "../connectors/b.ts"],
  ["pipelines/a.ts", "../app/b.ts"],
  ["app/a.ts", "../bench/b.ts"],
  ["app/a.ts", "../tests/b.ts"],
  ["bench/a.ts", "../tests/b.ts"],
] as const)("house: %s may not see %s", ([path, target]) => {
  const rule = "folders see only those below them";
  for (const text of [
    `import { b } from "${target}";`,
    `import type { B } from "${target}";`,
    `import "${target}";`,
    `export { b } from "${target}";`,
    `export * from "${target}";`,
    `const b = await import("${target}");`,
    `let b: import("${target}").B;`,
  ]) {
    expect(complaints(rule, { [path]: text }), text).toHaveLength(1);
  }
});

test("house: says what a room may import and what to do", () => {
  expect(complaints("folders see only those below them", { "models/a.ts": 'import "../connectors/b.ts";' })).toEqual([
    "models/a.ts imports connectors/b.ts: models may import schemas; move the shared part down, or pass it in",
  ]);
});

test("house: an import downwards, within a room, or only written about is fine", () => {
  const text = 'import "../schemas/b.ts"; import "../connectors/c.ts"; import "./d.ts"; // import "../app/e.ts"';
  expect(complaints("folders see only those below them", { "pipelines/a.ts": text })).toEqual([]);
});

test("house: a cycle is shown whole, once, and not for types", () => {
  const rule = "no file imports itself over others";
  const others = { "models/b.ts": 'import { c } from "./c.ts";', "models/c.ts": 'export * from "./a.ts";' };
  expect(complaints(rule, { "models/a.ts": 'import { b } from "./b.ts";', ...others })).toEqual([
    "models/a.ts -> models/b.ts -> models/c.ts -> models/a.ts: move what they share into a file of its own",
  ]);
  expect(complaints(rule, { "models/a.ts": 'import type { B } from "./b.ts";', ...others })).toEqual([]);
  expect(complaints(rule, { "models/a.ts": 'import { type B } from "./b.ts";', ...others })).toEqual([]);
  expect(complaints(rule, { "models/a.ts": 'import { type B, b } from "./b.ts";', ...others })).toHaveLength(1);
  expect(complaints(rule, { "models/a.ts": 'import "./a.ts";' })).toHaveLength(1);
});

test("house: the page has types of the program, and nothing that runs elsewhere", () => {
  const rule = "the page needs nothing but itself";
  const text =
    'import { b } from "../../schemas/b.ts"; import type { C } from "../../schemas/c.ts"; import "node:fs"; import "./d.css";';
  expect(complaints(rule, { "app/page/a.tsx": text })).toEqual([
    "app/page/a.tsx imports schemas/b.ts: that is not there in a browser; ask the server for it",
    "app/page/a.tsx imports node:fs: that is not there in a browser; ask the server for it",
  ]);
  expect(complaints(rule, { "app/server/a.ts": text })).toEqual([]);
});

test("house: a package outside its home and one without a home are named", () => {
  const text = 'import { open } from "lmdb"; import x from "@duckdb/node-api/lib/x.js"; import pad from "left-pad";';
  expect(complaints("each package has one home", { "connectors/files/a.ts": text })).toEqual([
    "connectors/files/a.ts imports lmdb: its home is connectors/embedded/; use what that offers",
    "connectors/files/a.ts imports @duckdb/node-api: its home is connectors/duckdb/; use what that offers",
    "connectors/files/a.ts imports left-pad: it has no home; give it one in tests/support/house-rules.ts",
  ]);
});

test("house: a package at home, a test's package and a node module are fine", () => {
  const fine = {
    "connectors/embedded/a.ts": 'import { open } from "lmdb"; import "node:fs";',
    "tests/a.test.ts": 'import fc from "fast-check"; import "lmdb";',
    "schemas/codec.ts": 'import avro from "avsc";',
  };
  expect(complaints("each package has one home", fine)).toEqual([]);
  expect(complaints("each package has one home", { "models/other.ts": 'import avro from "avsc";' })).toHaveLength(1);
});

test.for([
  "Date.now()",
  "new Date()",
  "new Date",
  "Math.random()",
  "const roll = Math.random;",
  'fetch("http://a")',
  'globalThis.fetch("http://a")',
  'import { readFileSync } from "node:fs";',
  'await import("node:fs/promises");',
])("house: a model may not use %s", (text) => {
  expect(complaints("models touch nothing outside", { "models/a.ts": text })).toHaveLength(1);
  expect(complaints("models touch nothing outside", { "app/a.ts": text })).toEqual([]);
});

test("house: a model may make a date of a time, hash, and write about the clock", () => {
  const text = 'new Date(5); Date.UTC(1, 2); import "node:crypto"; // Date.now()\nconst a = "Math.random()";';
  expect(complaints("models touch nothing outside", { "models/a.ts": text })).toEqual([]);
});

test("house: only the clock, the app and the benchmarks ask for the time", () => {
  const text = "export const a = Date.now(); const b = new Date();";
  const rule = "the time comes from the clock";
  expect(complaints(rule, { "pipelines/a.ts": text })).toEqual([
    "pipelines/a.ts uses Date.now: take a Clock (connectors/clock.ts) or the time as an argument",
    "pipelines/a.ts uses new Date(): take a Clock (connectors/clock.ts) or the time as an argument",
  ]);
  expect(complaints(rule, { "tests/a.test.ts": text })).toHaveLength(2);
  expect(complaints(rule, { "connectors/clock.ts": text, "app/a.ts": text, "bench/a.ts": text })).toEqual([]);
});

test("house: 400 lines are enough for anything that is written by hand", () => {
  const rule = "files are short";
  const text = "// line\n".repeat(401);
  expect(complaints(rule, { "app/a.ts": text })).toEqual([
    "app/a.ts has 401 lines, more than 400: split it by what it does",
  ]);
  expect(complaints(rule, { "app/a.ts": "// line\n".repeat(400), "schemas/generated/a.ts": text })).toEqual([]);
});

test("house: names that say nothing are refused", () => {
  const rule = "files are named after what they hold";
  const names = [
    "app/utils.ts",
    "models/helpers.ts",
    "tests/common.test.ts",
    "app/sql-utils.ts",
    "app/utility-bill.ts",
  ];
  expect(complaints(rule, Object.fromEntries(names.map((name) => [name, ""])))).toHaveLength(4);
});

test.for([
  "export function a() {}",
  "export const a = 1;",
  "export class a {}",
  "export interface a {}",
  "export type a = 1;",
  "export default function a() {}",
  "// a remark\nexport const a = 1;",
])("house: %j needs a comment", (text) => {
  const rule = "every export says what it is";
  expect(complaints(rule, { "app/a.ts": text })).toEqual([
    "app/a.ts exports a without a comment: say in one to three lines what it is and promises",
  ]);
  expect(complaints(rule, { "app/a.ts": `/** What it is. */\n${text.replace("// a remark\n", "")}` })).toEqual([]);
});

test("house: what is passed on or kept needs no comment, and overloads need one", () => {
  const text =
    "const b = 1; export { b }; export * from './c.ts';\n/** A. */\nexport function a(x: 1): 1; export function a(x: 2): 2;";
  expect(complaints("every export says what it is", { "app/a.ts": text })).toEqual([]);
});

test.for([
  "export function a() {}",
  "export class A {}",
  "export const a = () => 1;",
  "export const a = async function () {};",
])("house: %j needs a test", (text) => {
  const rule = "every component has its test";
  const component = { "models/text/a.ts": text };
  expect(complaints(rule, component)).toEqual(["models/text/a.ts has no test: write tests/models/text/a.test.ts"]);
  expect(complaints(rule, { ...component, "tests/models/text/a.test.ts": "" })).toEqual([]);
  expect(complaints(rule, { ...component, "tests/b.test.ts": 'import { a } from "../models/text/a.ts";' })).toEqual([]);
  expect(
    complaints(rule, { ...component, "tests/b.test.ts": 'import type { A } from "../models/text/a.ts";' }),
  ).toHaveLength(1);
});

test("house: a part that only its folder uses is tested through what uses it", () => {
  const rule = "every component has its test";
  const inner = { "models/text/a.ts": "export function a() {}" };
  const outer = { "models/text/b.ts": 'import { a } from "./a.ts"; export function b() {}' };
  const tested = { "tests/models/text/b.test.ts": 'import { b } from "../../../models/text/b.ts";' };
  expect(complaints(rule, { ...inner, ...outer, ...tested })).toEqual([]);
  expect(complaints(rule, { ...inner, ...outer })).toHaveLength(2);
  const elsewhere = { "models/trees/c.ts": 'import { a } from "../text/a.ts";' };
  expect(complaints(rule, { ...inner, ...outer, ...tested, ...elsewhere })).toEqual([
    "models/text/a.ts has no test: write tests/models/text/a.test.ts",
  ]);
});

test("house: types, values, indexes, generated files and commands need no test of their own", () => {
  const fine = {
    "models/a.ts": "export interface A {} export const b = 1;",
    "models/index.ts": "export function a() {}",
    "schemas/generated/a.ts": "export function a() {}",
    "app/a.ts": "export function a() {}",
  };
  expect(complaints("every component has its test", fine)).toEqual([]);
});
