import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeKeepingEarlier } from "../../../connectors/files/write-keeping-earlier.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Writes a report of two files as often as there are texts; gives the folder with what it holds, and what was kept at the last. */
async function write(folder: string, ...texts: readonly string[]) {
  let kept: readonly string[] = [];
  for (const text of texts)
    kept = await writeKeepingEarlier({ [join(folder, "a.html")]: text, [join(folder, "a.md")]: `# ${text}` });
  const found = readdirSync(folder).sort();
  return { kept, files: Object.fromEntries(found.map((name) => [name, readFileSync(join(folder, name), "utf8")])) };
}

test("writeKeepingEarlier: what is written first has nothing to keep, and its folder is made", async () => {
  const folder = join(temporaryFolder(), "deep", "report");
  expect(await write(folder, "one")).toEqual({ kept: [], files: { "a.html": "one", "a.md": "# one" } });
});

test("writeKeepingEarlier: the newest has the name, what it replaces a number of its own", async () => {
  const folder = temporaryFolder();
  expect(await write(folder, "one", "two", "three")).toEqual({
    kept: [join(folder, "a-2.html"), join(folder, "a-2.md")],
    files: {
      "a.html": "three",
      "a.md": "# three",
      "a-1.html": "one",
      "a-1.md": "# one",
      "a-2.html": "two",
      "a-2.md": "# two",
    },
  });
});

test("writeKeepingEarlier: the same again is not kept twice", async () => {
  expect(await write(temporaryFolder(), "one", "one")).toEqual({
    kept: [],
    files: { "a.html": "one", "a.md": "# one" },
  });
});

test("writeKeepingEarlier: a number is taken only where a kept file would meet another", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a-1.md"), "mine");
  writeFileSync(join(folder, "a.html"), "zero");
  expect(await write(folder, "one")).toEqual({
    kept: [join(folder, "a-1.html")],
    files: { "a.html": "one", "a.md": "# one", "a-1.html": "zero", "a-1.md": "mine" },
  });
});

test("writeKeepingEarlier: a folder in the way is refused", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "a.html"));
  await expect(write(folder, "one")).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});
