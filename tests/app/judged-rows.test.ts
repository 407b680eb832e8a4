import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judgedRowsIn } from "../../app/judged-rows.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const flags = { map: { query: "query", title: "title", grade: "grade" }, labelRange: { min: 0, max: 3 } };

function fileOf(text: string): string {
  const file = join(temporaryFolder(), "rows.csv");
  writeFileSync(file, text);
  return file;
}

test("judged rows: those of a file, a query's together", async () => {
  const file = fileOf("query,title,grade\nlamp,desk lamp,3\nlamp,oak table,1\ntable,oak table,3\n");
  const events = await judgedRowsIn(file, flags);
  expect(events.map(({ query, products }) => [query, products.map(({ grade }) => grade)])).toEqual([
    ["lamp", [3, 1]],
    ["table", [3]],
  ]);
});

test("judged rows: a file without any is refused by its name", async () => {
  const file = fileOf("query,title,grade\nlamp,desk lamp,\n");
  await expect(judgedRowsIn(file, flags)).rejects.toThrow(`"${file}" holds no judged row; give a file with grades`);
});
