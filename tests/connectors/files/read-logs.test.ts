import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { rowsOf } from "../../support/rows-of.ts";

const data = path.resolve("../shared/data");

/** The bytes above 7F that the Home Depot file has and latin-1 reads otherwise are 89 and 95. */
function windows1252(bytes: Buffer): string {
  return bytes.toString("latin1").replaceAll("\x89", "‰").replaceAll("\x95", "•");
}

for (const name of [
  "home-depot/train.csv",
  "chorus-electronics/Broad_Query_Set_individual_ratings.csv",
  "crowdflower/train.csv.gz",
  "bestbuy-clicks/train.csv",
]) {
  const file = path.join(data, name);
  test.skipIf(!existsSync(file))(`readRows: ${name} is read as csv-parse reads it`, async () => {
    const raw = readFileSync(file);
    const bytes = name.endsWith(".gz") ? gunzipSync(raw) : raw;
    const text = name.startsWith("home-depot") ? windows1252(bytes) : bytes.toString("utf8");
    const expected = parse(text, { columns: true });
    const rows = await rowsOf(file);
    expect(rows.map((row) => "values" in row && row.values)).toEqual(expected);
  });
}

test.skipIf(!existsSync(path.join(data, "bestbuy-clicks")))(
  "readRows: the doubly encoded clicks read like the clean ones",
  async () => {
    const notices: string[] = [];
    const raw = await rowsOf(path.join(data, "bestbuy-clicks/train.raw.csv"), {
      notice: (message) => notices.push(message),
    });
    expect(raw).toEqual(await rowsOf(path.join(data, "bestbuy-clicks/train.csv")));
    expect(raw.length).toBe(999);
    expect(notices).toEqual([expect.stringMatching(/encoded twice/)]);
  },
);

test.skipIf(!existsSync(path.join(data, "ubi-opensearch")))(
  "readRows: both shapes of UBI files, by other programs' counts",
  async () => {
    const zip = path.join(data, "ubi-opensearch/log_events.zip");
    const rows = await rowsOf(zip);
    expect(rows.length).toBe(30_958);
    expect(rows.filter((row) => "error" in row)).toEqual([]);
    const bulk = path.join(data, "ubi-opensearch/ubi_queries_events.ndjson");
    const lines = Number(execFileSync("grep", ["-c", "", bulk]).toString());
    expect((await rowsOf(bulk)).length * 2).toBe(lines);
  },
);
