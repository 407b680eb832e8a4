import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startObjectServer } from "../../support/object-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { askBucket, keepUpTo, offsetsBelow, offsetsSql, openBucket } from "./bucket.ts";

test("mirror: fetches what is new alone, and drops what was merged once its objects are gone", async () => {
  const server = await startObjectServer();
  const tables = await openBucket();
  const folder = temporaryFolder();
  const files = () => readdirSync(join(folder, "scores", "model-scores-1"));
  const gets = () => server.seen.filter(({ method, key }) => method === "GET" && key.includes("/scores/")).length;
  expect(await askBucket("SELECT count(*) FROM scores", folder)).toEqual([[0]]);
  await keepUpTo(tables, 15);
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(15));
  expect(gets()).toBe(15);
  await keepUpTo(tables, 17);
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(17));
  expect(gets()).toBe(17);
  expect((await tables.compact()).written).toBe(1);
  const before = gets();
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(17));
  expect(gets()).toBe(before + 1);
  expect(files()).toHaveLength(18);
  await tables.compact();
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(17));
  expect(files()).toEqual(["0-0000000000000016.parquet", "1-0000000000000000.parquet"]);
});

test("mirror: what is merged and removed while it is fetched comes as what it became", async () => {
  const server = await startObjectServer();
  const tables = await openBucket();
  await keepUpTo(tables, 16);
  let isFirst = true;
  server.before = async ({ method }) => {
    if (method !== "GET" || !isFirst) return undefined;
    isFirst = false;
    for (let i = 0; i < 2; i++) await tables.compact();
    return undefined;
  };
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(16));
});

test("mirror: of a bucket that was emptied and filled again only the new rows are there", async () => {
  const server = await startObjectServer();
  const folder = temporaryFolder();
  await keepUpTo(await openBucket(), 2);
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(2));
  server.objects.clear();
  await keepUpTo(await openBucket(), 1);
  expect(await askBucket(offsetsSql, folder)).toEqual(offsetsBelow(1));
});

test("mirror: several at once on one folder", async () => {
  await startObjectServer();
  const tables = await openBucket();
  const folder = temporaryFolder();
  await keepUpTo(tables, 4);
  const answers = await Promise.all([1, 2, 3].map(() => askBucket(offsetsSql, folder)));
  expect(answers).toEqual([offsetsBelow(4), offsetsBelow(4), offsetsBelow(4)]);
});
