import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readCurrent, writeCurrent } from "../../../connectors/files/current-file.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("current: none at first, then the last that was written", async () => {
  const folder = join(temporaryFolder(), "models");
  expect(await readCurrent(folder)).toBeUndefined();
  await writeCurrent(folder, "two-tower-1");
  await writeCurrent(folder, "two-tower-2");
  expect(await readCurrent(folder)).toBe("two-tower-2");
});

test("current: what can't be read is told", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "current"), { recursive: true });
  await expect(readCurrent(folder)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});
