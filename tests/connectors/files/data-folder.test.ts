import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findDataFolder, openDataFolder } from "../../../connectors/files/data-folder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("openDataFolder: makes the folder with its mark and says where everything lies", async () => {
  const path = join(temporaryFolder(), "shop", "data");
  const { userKey, ...places } = await openDataFolder(path);
  expect(places).toEqual({
    path,
    log: join(path, "log"),
    tables: join(path, "tables"),
    models: join(path, "models"),
    recommenders: join(path, "recommenders"),
    classifiers: join(path, "classifiers"),
    training: join(path, "training"),
    maps: join(path, "maps"),
    databaseFile: join(path, "twinstream.duckdb"),
  });
  expect(userKey).toHaveLength(32);
  expect(readdirSync(path).sort()).toEqual(["twinstream.json", "user-key"]);
  expect(JSON.parse(readFileSync(join(path, "twinstream.json"), "utf8"))).toEqual({ version: 1 });
});

test("openDataFolder: the user key is secret, kept, and another in another folder", async () => {
  const path = temporaryFolder();
  const first = await openDataFolder(path);
  const second = await openDataFolder(path);
  const other = await openDataFolder(temporaryFolder());
  expect(second.userKey).toEqual(first.userKey);
  expect(other.userKey).not.toEqual(first.userKey);
  expect(statSync(join(path, "user-key")).mode & 0o777).toBe(0o600);
});

test("openDataFolder: processes that open a new folder at once agree on the key", async () => {
  const path = join(temporaryFolder(), "data");
  const opened = await Promise.all(Array.from({ length: 12 }, () => openDataFolder(path)));
  for (const folder of opened) expect(folder.userKey).toEqual(opened[0]?.userKey);
  expect(readdirSync(path).sort()).toEqual(["twinstream.json", "user-key"]);
});

test("openDataFolder: a given key is used and none is written", async () => {
  const path = temporaryFolder();
  const { userKey } = await openDataFolder(path, { userKey: "sixteen letters!" });
  expect(userKey).toEqual(new TextEncoder().encode("sixteen letters!"));
  expect(readdirSync(path)).toEqual(["twinstream.json"]);
  await expect(openDataFolder(path, { userKey: "short" })).rejects.toMatchObject({ code: "WRONG_USAGE" });
});

test("openDataFolder: a newer format is refused and nothing is touched", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "twinstream.json"), '{"version":2,"more":true}');
  await expect(openDataFolder(path)).rejects.toMatchObject({
    code: "DATA_TOO_NEW",
    message: `"${path}" was made by a newer Twinstream (format 2); this one reads format 1: update, or pass another --data`,
  });
  expect(readdirSync(path)).toEqual(["twinstream.json"]);
});

test.for(["", "{", "null", "[]", '{"version":"1"}', '{"version":0}', '{"version":1.5}'])(
  "openDataFolder: the mark %j is damaged",
  async (text) => {
    const path = temporaryFolder();
    writeFileSync(join(path, "twinstream.json"), text);
    await expect(openDataFolder(path)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  },
);

test("findDataFolder: says where everything lies, makes nothing and asks for no key", async () => {
  const path = temporaryFolder();
  const { userKey: _userKey, ...places } = await openDataFolder(path);
  rmSync(join(path, "user-key"));
  expect(await findDataFolder(path)).toEqual(places);
  expect(readdirSync(path)).toEqual(["twinstream.json"]);
});

test("findDataFolder: an empty folder and somebody else's are refused as they are", async () => {
  const path = temporaryFolder();
  await expect(findDataFolder(path)).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  writeFileSync(join(path, "holiday.jpg"), "");
  await expect(findDataFolder(path)).rejects.toMatchObject({ code: "WRONG_USAGE" });
  expect(readdirSync(path)).toEqual(["holiday.jpg"]);
});

test("openDataFolder: a damaged key is refused, not replaced", async () => {
  const path = temporaryFolder();
  await openDataFolder(path);
  writeFileSync(join(path, "user-key"), "half");
  await expect(openDataFolder(path)).rejects.toThrow(
    `"${join(path, "user-key")}" holds 4 bytes, not 32; restore it from a copy, or remove it: user ids then get new hashes`,
  );
  expect(readFileSync(join(path, "user-key"), "utf8")).toBe("half");
});

test("openDataFolder: somebody else's folder is refused and stays as it is", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, "holiday.jpg"), "");
  await expect(openDataFolder(path)).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: `"${path}" is not empty and not a Twinstream data folder; pass --data with a new or an empty folder`,
  });
  expect(readdirSync(path)).toEqual(["holiday.jpg"]);
});

test("openDataFolder: a folder whose making was cut short is taken", async () => {
  const path = temporaryFolder();
  writeFileSync(join(path, ".tmp-1-1-twinstream.json"), "{");
  expect((await openDataFolder(path)).path).toBe(path);
});

test("openDataFolder: a file, a path under a file and an unreadable mark are one sentence each", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "file");
  writeFileSync(file, "");
  for (const path of [file, join(file, "data")]) {
    await expect(openDataFolder(path)).rejects.toMatchObject({
      code: "WRONG_USAGE",
      message: `"${path}" is a file or lies under one; pass --data with a folder`,
    });
  }
  mkdirSync(join(folder, "data", "twinstream.json"), { recursive: true });
  await expect(openDataFolder(join(folder, "data"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test.skipIf(process.getuid?.() === 0)("openDataFolder: a folder without rights is one sentence", async () => {
  const path = join(temporaryFolder(), "closed");
  mkdirSync(path, { mode: 0o500 });
  await expect(openDataFolder(path)).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});
