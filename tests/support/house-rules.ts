import { basename, dirname } from "node:path";
import type { SourceFile } from "./source-file.ts";

/** What may import what: each room the rooms beside itself that it may see. */
export const direction: Readonly<Record<string, readonly string[]>> = {
  schemas: [],
  connectors: ["schemas"],
  models: ["schemas"],
  pipelines: ["schemas", "connectors", "models"],
  app: ["schemas", "connectors", "models", "pipelines"],
  bench: ["schemas", "connectors", "models", "pipelines", "app"],
  tests: ["schemas", "connectors", "models", "pipelines", "app", "bench"],
};

/** The one place of each package that the program is built on. */
export const homes: Readonly<Record<string, string>> = {
  lmdb: "connectors/embedded/",
  "@duckdb/node-api": "connectors/duckdb/",
  "@duckdb/node-bindings": "connectors/duckdb/",
  "apache-arrow": "connectors/duckdb/",
  kafkajs: "connectors/kafka/",
  snappyjs: "connectors/kafka/",
  "@aws-sdk/client-s3": "connectors/objects/",
  yauzl: "connectors/files/",
  sharp: "connectors/pictures/",
  avsc: "schemas/",
  "onnxruntime-node": "models/net/session.ts",
  usearch: "models/retrieval/",
  "umap-js": "models/map/",
  "@huggingface/transformers": "connectors/encoder/",
  stemmer: "models/text/",
  commander: "app/",
  "log-update": "app/",
  fastify: "app/server/",
  "@fastify/ajv-compiler": "app/server/",
  "@fastify/swagger": "app/server/",
  "@fastify/cors": "app/server/",
  helmet: "app/server/",
  "@fastify/rate-limit": "app/server/",
  "prom-client": "app/server/",
  preact: "app/page/",
  "@preact/signals": "app/page/",
  "@observablehq/plot": "app/page/",
  "@codemirror/autocomplete": "app/page/views/sql/",
  "@codemirror/commands": "app/page/views/sql/",
  "@codemirror/lang-sql": "app/page/views/sql/",
  "@codemirror/language": "app/page/views/sql/",
  "@codemirror/lint": "app/page/views/sql/",
  "@codemirror/state": "app/page/views/sql/",
  "@codemirror/view": "app/page/views/sql/",
  "@lezer/highlight": "app/page/views/sql/",
  "openapi-fetch": "app/page/api/",
  vite: "app/",
  "@opentelemetry/api": "connectors/telemetry/",
  "@opentelemetry/exporter-trace-otlp-http": "connectors/telemetry/",
  "@opentelemetry/resources": "connectors/telemetry/",
  "@opentelemetry/sdk-trace-base": "connectors/telemetry/",
  "@tensorflow/tfjs-core": "tests/",
  "@tensorflow/tfjs-layers": "tests/",
  "@tensorflow/tfjs-backend-cpu": "tests/",
};

const outerWorld = ["node:fs", "node:fs/promises", "node:http", "node:https", "node:http2", "node:net", "node:tls"];
const clockUses = ["Date.now", "new Date()"];
const emptyNames = ["util", "utils", "helper", "helpers", "common", "misc"];
const testedRooms = ["schemas", "connectors", "models", "pipelines"];
const maxLines = 400;

/** A rule of the house: what each file does against it, as a sentence that says what to do. */
export type HouseRule = (files: readonly SourceFile[]) => readonly string[];

/** Every rule, by the claim that it checks. */
export const houseRules = {
  "folders see only those below them": (files) => files.flatMap(againstDirection),
  "no file imports itself over others": importCycles,
  "the page needs nothing but itself": (files) => files.flatMap(besidePage),
  "each package has one home": (files) => files.filter(isProgram).flatMap(outsideHome),
  "models touch nothing outside": (files) =>
    files.filter((file) => roomOf(file.path) === "models").flatMap(touchesOutside),
  "the time comes from the clock": (files) => files.filter((file) => !mayAskTime(file.path)).flatMap(asksTime),
  "files are short": (files) => files.filter((file) => !isGenerated(file.path)).flatMap(tooLong),
  "files are named after what they hold": (files) => files.flatMap(emptyName),
  "every export says what it is": (files) =>
    files.filter((file) => !isGenerated(file.path)).flatMap(undocumentedExports),
  "every component has its test": untested,
} as const satisfies Readonly<Record<string, HouseRule>>;

function roomOf(path: string): string {
  return path.split("/", 1)[0]!;
}

function isOurs(target: string): boolean {
  return /\.(tsx?|css|svg)$/.test(target) && Object.hasOwn(direction, roomOf(target));
}

function isGenerated(path: string): boolean {
  return path.includes("/generated/");
}

/** What runs at a user's: tests and benchmarks may set any library beside it. */
function isProgram(file: SourceFile): boolean {
  return !["tests", "bench"].includes(roomOf(file.path));
}

function againstDirection(file: SourceFile): readonly string[] {
  const room = roomOf(file.path);
  const seen = direction[room] ?? [];
  return file.imports
    .filter(({ target }) => isOurs(target) && roomOf(target) !== room && !seen.includes(roomOf(target)))
    .map(({ target }) => {
      const may = seen.length > 0 ? seen.join(", ") : "nothing of ours";
      return `${file.path} imports ${target}: ${room} may import ${may}; move the shared part down, or pass it in`;
    });
}

/** The page runs in browsers: of the program it may have types, and it asks for the rest by HTTP. */
function besidePage(file: SourceFile): readonly string[] {
  if (!isOfPage(file.path)) return [];
  return file.imports
    .filter(
      ({ target, isTypeOnly }) => !isTypeOnly && (target.startsWith("node:") || (isOurs(target) && !isOfPage(target))),
    )
    .map(({ target }) => `${file.path} imports ${target}: that is not there in a browser; ask the server for it`);
}

function isOfPage(path: string): boolean {
  return path.startsWith("app/page/") && !path.endsWith("/vite.config.ts");
}

/** Each cycle once, found depth first; imports of types alone leave no trace at run time and don't count. */
function importCycles(files: readonly SourceFile[]): readonly string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0)
      found.push(`${[...way.slice(start), path].join(" -> ")}: move what they share into a file of its own`);
    if (start >= 0 || done.has(path)) return;
    for (const { target, isTypeOnly } of byPath.get(path)?.imports ?? []) if (!isTypeOnly) walk(target, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

function outsideHome(file: SourceFile): readonly string[] {
  return file.imports
    .filter(({ target }) => !isOurs(target) && !target.startsWith("node:") && !target.startsWith("."))
    .map(({ target }) => packageName(target))
    .filter((name) => homes[name] === undefined || !file.path.startsWith(homes[name]))
    .map((name) => {
      const remedy = homes[name]
        ? `its home is ${homes[name]}; use what that offers`
        : "it has no home; give it one in tests/support/house-rules.ts";
      return `${file.path} imports ${name}: ${remedy}`;
    });
}

/** `@duckdb/node-api/lib/x.js` is of the package `@duckdb/node-api`. */
function packageName(target: string): string {
  return target.split("/", target.startsWith("@") ? 2 : 1).join("/");
}

function touchesOutside(file: SourceFile): readonly string[] {
  const imported = file.imports.map(({ target }) => target).filter((target) => outerWorld.includes(target));
  return [...imported, ...file.uses].map(
    (use) => `${file.path} uses ${use}: a model is bytes in, bytes out; pass the bytes, the seed or the time in`,
  );
}

function mayAskTime(path: string): boolean {
  return path === "connectors/clock.ts" || ["app", "bench"].includes(roomOf(path));
}

function asksTime(file: SourceFile): readonly string[] {
  return file.uses
    .filter((use) => clockUses.includes(use))
    .map((use) => `${file.path} uses ${use}: take a Clock (connectors/clock.ts) or the time as an argument`);
}

function tooLong({ path, lines }: SourceFile): readonly string[] {
  return lines > maxLines ? [`${path} has ${lines} lines, more than ${maxLines}: split it by what it does`] : [];
}

function emptyName({ path }: SourceFile): readonly string[] {
  const name = basename(path).replace(/(\.test)?\.tsx?$/, "");
  const isEmpty = emptyNames.some((empty) => name === empty || name.endsWith(`-${empty}`));
  return isEmpty ? [`${path} says nothing by its name: name it after its main export`] : [];
}

function undocumentedExports(file: SourceFile): readonly string[] {
  const documented = new Set(file.exports.filter((found) => found.isDocumented).map(({ name }) => name));
  const names = new Set(file.exports.map(({ name }) => name));
  return [...names]
    .filter((name) => !documented.has(name))
    .map((name) => `${file.path} exports ${name} without a comment: say in one to three lines what it is and promises`);
}

/** A component has a test that imports it; a part that only its own folder uses may be tested through what uses it. */
function untested(files: readonly SourceFile[]): readonly string[] {
  const users = usersOf(files);
  const named = new Set(files.map((file) => file.path));
  const isTested = (path: string, way: readonly string[]): boolean => {
    const own = users.get(path) ?? [];
    if (named.has(testPath(path)) || own.some((user) => roomOf(user) === "tests")) return true;
    const isInner = own.every((user) => dirname(user) === dirname(path));
    return isInner && own.some((user) => !way.includes(user) && isTested(user, [...way, path]));
  };
  return files
    .filter((file) => isComponent(file) && !isTested(file.path, []))
    .map((file) => `${file.path} has no test: write ${testPath(file.path)}`);
}

/** Of each file, those that import more than types of it. */
function usersOf(files: readonly SourceFile[]): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const file of files) {
    for (const { target, isTypeOnly } of file.imports) {
      if (!isTypeOnly) users.set(target, [...(users.get(target) ?? []), file.path]);
    }
  }
  return users;
}

function isComponent(file: SourceFile): boolean {
  const isBehaving = file.exports.some(({ kind }) => kind === "function" || kind === "class");
  return (
    testedRooms.includes(roomOf(file.path)) &&
    isBehaving &&
    !isGenerated(file.path) &&
    basename(file.path) !== "index.ts"
  );
}

function testPath(path: string): string {
  return `tests/${path.replace(/\.ts$/, ".test.ts")}`;
}
