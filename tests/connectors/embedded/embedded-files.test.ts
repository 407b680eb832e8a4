import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { open } from "lmdb";
import { expect, onTestFinished, test } from "vitest";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import { explain } from "../../../connectors/embedded/failures.ts";
import { readAll, write } from "../../support/log-work.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function logWith(count: number) {
  const folder = temporaryFolder();
  const log = await openEmbeddedLog({ folder, partitions: 1 });
  await log.createTopics({ in: { cleanup: "delete" } });
  await log.append(Array.from({ length: count }, () => write("k", "v".repeat(1_000))));
  await log.close();
  return { folder, file: join(folder, "events.mdb") };
}

test("openEmbeddedLog: refuses a log made by a newer version and leaves it as it is", async () => {
  const { folder, file } = await logWith(1);
  const root = open({ path: file, noSubdir: true, maxDbs: 10, overlappingSync: false });
  root.openDB("meta", { encoding: "json" }).putSync(["format"], 2);
  await root.close();
  const before = readFileSync(file);
  await expect(openEmbeddedLog({ folder })).rejects.toMatchObject({ code: "DATA_TOO_NEW" });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("openEmbeddedLog: says when the file is no log", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "events.mdb"), "this is not a log, whatever its name says. ".repeat(500));
  await expect(openEmbeddedLog({ folder })).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("openEmbeddedLog: says when the file was cut off", async () => {
  const { folder, file } = await logWith(2_000);
  truncateSync(file, statSync(file).size / 2);
  await expect(openEmbeddedLog({ folder })).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("openEmbeddedLog: says when the folder can't be made", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await expect(openEmbeddedLog({ folder: join(file, "log") })).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});

test("openEmbeddedLog: a folder with a dot in its name is a folder", async () => {
  const folder = join(temporaryFolder(), "data.v1");
  const log = await openEmbeddedLog({ folder });
  await log.close();
  expect(statSync(join(folder, "events.mdb")).isFile()).toBe(true);
});

test("openEmbeddedLog: opened to be read it gives what is there, refuses appends and changes nothing", async () => {
  const { folder, file } = await logWith(3);
  const before = readFileSync(file);
  const log = await openEmbeddedLog({ folder, isReadOnly: true });
  onTestFinished(() => log.close());
  expect(await readAll(log, "in")).toHaveLength(3);
  await expect(log.append([write("k", "v")])).rejects.toThrow();
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("append: on a full disk it fails with FOLDER_UNWRITABLE, what was acknowledged stays", async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const script = resolve("tests/connectors/embedded/full-disk.mjs");
  // Files of at most 2,048 blocks of 1 KiB, as if the disk were full then.
  const command = `trap '' XFSZ; ulimit -f 2048; exec "${process.execPath}" "${script}" "${folder}"`;
  const said = JSON.parse(execFileSync("bash", ["-c", command], { encoding: "utf8" }));
  expect(said).toMatchObject({ code: "FOLDER_UNWRITABLE", read: said.acknowledged });
  expect(said.acknowledged).toBeGreaterThan(10);
  const log = await openEmbeddedLog({ folder });
  onTestFinished(() => log.close());
  expect(await readAll(log, "in")).toHaveLength(said.acknowledged);
  expect(await log.append([write("k", "more")])).toMatchObject({ appended: 1, skipped: 0 });
});

test("maintain: the file stays bounded while a hundred times as much goes through it", async () => {
  const folder = temporaryFolder();
  const log = await openEmbeddedLog({ folder, partitions: 2 });
  onTestFinished(() => log.close());
  await log.createTopics({ in: { cleanup: "delete", retentionBytes: 200_000 } });
  const batch = Array.from({ length: 400 }, () => ({ topic: "in", key: null, value: Buffer.alloc(1_000) }));
  for (let round = 0; round < 100; round++) {
    await log.append(batch);
    await log.maintain();
  }
  const written = 100 * 400 * 1_000;
  expect(statSync(join(folder, "events.mdb")).size).toBeLessThan(written / 10);
});

test("explain: says what to do when another process destroyed the locks of a log", () => {
  expect(explain(new Error("Invalid argument: No transaction to renew"), "data/log")).toMatchObject({
    code: "LOG_UNAVAILABLE",
    message: expect.stringMatching(
      /^the event log in "data\/log" was closed by another process .*run the command again$/,
    ),
  });
});
