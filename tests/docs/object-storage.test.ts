import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, test } from "vitest";
import { keyOfLink, type Link } from "../../connectors/duckdb/object-chain.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const [view] = /(?<=^```sql\n).*?(?=^```$)/ms.exec(readFileSync("docs/object-storage.md", "utf8"))!;
const chain = { table: "scores", topic: "scores", partition: 3 } as const;

/** Each link with what is in it: what lies below a merged one must not be counted again. */
const links: readonly (readonly [Omit<Link, keyof typeof chain>, string])[] = [
  [{ level: 2, number: 0 }, "0 to 255"],
  [{ level: 1, number: 240 }, "below the first"],
  [{ level: 0, number: 17 }, "late, below the first"],
  [{ level: 1, number: 256 }, "256 to 271"],
  [{ level: 0, number: 256 }, "below the second"],
  [{ level: 0, number: 271 }, "below the second too"],
  [{ level: 0, number: 272 }, "272"],
];

test("docs/object-storage.md: the view counts each range once, of each chain by itself", async () => {
  const folder = temporaryFolder();
  const database = await DuckDBInstance.create(":memory:");
  const connection = await database.connect();
  const write = async (link: Link, text: string) => {
    const path = join(folder, keyOfLink(link));
    mkdirSync(dirname(path), { recursive: true });
    await connection.run(`COPY (SELECT '${text}' AS text) TO '${path}' (FORMAT parquet)`);
  };
  for (const [link, text] of links) await write({ ...chain, ...link }, text);
  await write({ ...chain, partition: 13, level: 0, number: 5 }, "another chain");
  await connection.run(view.replace("s3://BUCKET/PREFIX", folder));
  const reader = await connection.runAndReadAll("SELECT text FROM scores ORDER BY text");
  expect(reader.getRows().flat()).toEqual(["0 to 255", "256 to 271", "272", "another chain"]);
  connection.closeSync();
});
