import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const rooms = ["app", "connectors", "models", "pipelines"];

/** The files that the program starts in threads and processes of their own, as its source names them beside itself. */
function startedFiles(): readonly string[] {
  const sources = rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" }).map((path) => join(room, path)),
  );
  return sources
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => [...readFileSync(path, "utf8").matchAll(/new URL\("\.\/([^"]+\.js)", import\.meta\.url\)/g)])
    .map(([, name]) => name!);
}

test("built program: each file that is started by itself is there once, beside those that start it", () => {
  const built = readdirSync("dist/program");
  const started = startedFiles();
  expect(started).toContain("worker.js");
  expect(new Set(started).size).toBe(started.length);
  expect(built).toEqual(expect.arrayContaining([...started, "main.js"]));
});
