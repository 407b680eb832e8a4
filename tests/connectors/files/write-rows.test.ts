import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { type Cell, writeRows, writeText } from "../../../connectors/files/write-rows.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function* batchesOf(...batches: readonly (readonly (readonly Cell[])[])[]) {
  yield* batches;
}

const awkward = ['say "hi"', "a,b", "two\nlines", "carriage\rreturn", " blanks ", "", "é😀", "'"];

test("writeRows: CSV quotes what needs it, doubles quotes and leaves null empty", async () => {
  const path = join(temporaryFolder(), "scores.csv");
  await writeRows(
    path,
    ["text", "number", "truth", "nothing"],
    batchesOf([['say "hi", you', 1.5, true, null]], [], [["plain", -2, false, null]]),
  );
  expect(readFileSync(path, "utf8")).toBe('text,number,truth,nothing\n"say ""hi"", you",1.5,true,\nplain,-2,false,\n');
});

test("writeRows: another CSV reader finds every text as it was, names of columns too", async () => {
  const path = join(temporaryFolder(), "rows.csv");
  await writeRows(path, ['a "name", quoted', "b"], batchesOf(awkward.map((text) => [text, "end"])));
  expect(parse(readFileSync(path), { columns: true })).toEqual(
    awkward.map((text) => ({ 'a "name", quoted': text, b: "end" })),
  );
});

test("writeRows: a name that ends in .jsonl gives one JSON object a line", async () => {
  const path = join(temporaryFolder(), "rows.jsonl");
  await writeRows(path, ["text", "number"], batchesOf([["two\nlines", 1]], [["é", null]]));
  expect(readFileSync(path, "utf8")).toBe('{"text":"two\\nlines","number":1}\n{"text":"é","number":null}\n');
});

test("writeRows: without rows there is a header and nothing else", async () => {
  const path = join(temporaryFolder(), "rows.csv");
  await writeRows(path, ["a", "b"], batchesOf());
  expect(readFileSync(path, "utf8")).toBe("a,b\n");
});

test.each(["nowhere/rows.csv", "file/rows.csv"])("writeRows: %s can't be written and says so", async (name) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  await expect(writeRows(join(folder, name), ["a"], batchesOf([["x"]]))).rejects.toMatchObject({
    code: "FOLDER_UNWRITABLE",
  });
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("writeText: the file is not there under its name before it is whole", async () => {
  const path = join(temporaryFolder(), "text.txt");
  const folder = join(path, "..");
  const seen: (readonly string[])[] = [];
  const pieces = async function* () {
    yield "one\n";
    seen.push(readdirSync(folder).filter((name) => name === "text.txt"));
    yield "two\n";
  };
  await writeText(path, pieces());
  expect(seen).toEqual([[]]);
  expect(readFileSync(path, "utf8")).toBe("one\ntwo\n");
  expect(readdirSync(folder)).toEqual(["text.txt"]);
});

test("writeText: what fails half way leaves the old file and nothing beside it", async () => {
  const path = join(temporaryFolder(), "text.txt");
  writeFileSync(path, "old");
  const broken = async function* () {
    yield "new";
    throw new Error("no more rows");
  };
  await expect(writeText(path, broken())).rejects.toThrow("no more rows");
  expect(readFileSync(path, "utf8")).toBe("old");
  expect(readdirSync(join(path, ".."))).toEqual(["text.txt"]);
});
