import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeReport } from "../../../app/report/write-report.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("writeReport: in two forms, and an earlier report is kept", async () => {
  const folder = join(temporaryFolder(), "new");
  const files = [join(folder, "ladder.html"), join(folder, "ladder.md")];
  expect(await writeReport(folder, "ladder", { html: "<p>one", markdown: "one" })).toEqual(files);
  await writeReport(folder, "ladder", { html: "<p>two", markdown: "two" });
  const texts = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
  expect(Object.fromEntries(texts)).toEqual({
    "ladder.html": "<p>two",
    "ladder.md": "two",
    "ladder-1.html": "<p>one",
    "ladder-1.md": "one",
  });
});

test("writeReport: a page alone", async () => {
  const folder = temporaryFolder();
  expect(await writeReport(folder, "hybrid", { html: "<p>" })).toEqual([join(folder, "hybrid.html")]);
  expect(readdirSync(folder)).toEqual(["hybrid.html"]);
});
