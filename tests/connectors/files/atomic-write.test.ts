import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Worker } from "node:worker_threads";
import { expect, test } from "vitest";
import { asWriting, makeFolder, temporaryBeside, writeAtomically } from "../../../connectors/files/atomic-write.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("writeAtomically: replaces a file, keeps its mode and leaves nothing beside it", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "state.json");
  await writeAtomically(path, "old");
  await writeAtomically(path, new Uint8Array([110, 101, 119]), 0o600);
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["state.json"]);
});

test("writeAtomically: of many writers at once one wins whole", async () => {
  const folder = temporaryFolder();
  const texts = Array.from({ length: 20 }, (_, index) => String(index).repeat(5000));
  await Promise.all(texts.map((text) => writeAtomically(join(folder, "file"), text)));
  expect(texts).toContain(readFileSync(join(folder, "file"), "utf8"));
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("temporaryBeside: threads, which share the number of their process, get names of their own", async () => {
  const built = resolve("dist/connectors/files/atomic-write.js");
  const code = `import("${built}").then(({ temporaryBeside }) => {
    require("node:worker_threads").parentPort.postMessage(temporaryBeside("/there/file"));
  });`;
  const names = await Promise.all(
    [1, 2].map(() => new Promise((told) => new Worker(code, { eval: true }).once("message", told))),
  );
  expect(new Set([...names, temporaryBeside("/there/file")]).size).toBe(3);
});

test("makeFolder: a file in the way is named with a remedy", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "");
  await expect(makeFolder(path)).rejects.toMatchObject({
    code: "FOLDER_UNWRITABLE",
    message: `can't write "${path}": a file of that name is in the way; move it, or pass another --data`,
  });
  await expect(makeFolder(join(path, "below"))).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});

test.for(["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"])("asWriting: %s becomes FOLDER_UNWRITABLE", async (code) => {
  const refused = Object.assign(new Error("refused"), { code });
  const written = asWriting("/there", () => Promise.reject(refused));
  await expect(written).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE", cause: refused });
});

test("asWriting: a bug stays a bug", async () => {
  await expect(asWriting("/there", () => Promise.reject(new RangeError("a bug")))).rejects.toThrow(RangeError);
});
