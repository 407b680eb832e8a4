import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { describeWithStorage } from "../../support/describe-with-servers.ts";
import { type Fault, pointTo, startObjectServer } from "../../support/object-server.ts";
import { askBucket, day, keepUpTo, offsetsBelow, offsetsSql, openBucket, score, shop, source } from "./bucket.ts";
import { placedRow } from "./rows.ts";

const dayMs = 86_400_000;
const place = ["scores", "model-scores", 1] as const;
const chain = "shop/twin/scores/model-scores-1/";

test("object tables: a range is one object, with rows of any day, and the next goes on after it", async () => {
  const server = await startObjectServer();
  const tables = await openBucket();
  expect(await tables.nextOffset(...place)).toBeUndefined();
  await tables.keep("scores", source(2, 9), [score(2), score(4, day + dayMs), score(9, Number.NaN)]);
  expect(await tables.nextOffset(...place)).toBe(10);
  await tables.keep("scores", source(10, 12), []);
  const again = await openBucket();
  expect(await again.nextOffset(...place)).toBe(13);
  expect(await again.nextOffset("scores", "model-scores", 0)).toBeUndefined();
  const keys = [...server.objects.keys()].filter((key) => key.startsWith(chain));
  expect(keys).toEqual([`${chain}0-0000000000000000.parquet`, `${chain}0-0000000000000001.parquet`]);
  expect(keys.map((key) => server.objects.get(key)!.labels)).toEqual([
    { first: "2", last: "9" },
    { first: "10", last: "12" },
  ]);
  expect(await askBucket("SELECT topic_offset, day, event_id FROM scores ORDER BY 1")).toEqual([
    [2, "2024-05-01", "e2"],
    [4, "2024-05-02", "e4"],
    [9, "2024-05-01", "e9"],
  ]);
});

test("object tables: tables laid out by processing say that day, and values stay as they were", async () => {
  await startObjectServer();
  const tables = await openBucket();
  const bytes = new Uint8Array([0, 255, 7]);
  const letter = placedRow("dead_letters", 5, { topic: "searches", time: 0, record_offset: 2 ** 40, value: bytes });
  await tables.keep("dead_letters", source(5, 5), [{ ...letter, processedAt: day }]);
  const sql = "SELECT record_offset, value, stage, topic_partition, processed_at, day FROM dead_letters";
  expect(await askBucket(sql)).toEqual([[2 ** 40, bytes, null, 1, "2024-05-01T00:00:00.000Z", "2024-05-01"]]);
});

test("object tables: what was kept already is refused", async () => {
  await startObjectServer();
  const tables = await openBucket();
  await tables.keep("scores", source(0, 4), [score(0)]);
  await expect(tables.keep("scores", source(4, 6), [])).rejects.toThrow("is kept up to 5");
});

test("object tables: a storage that overwrites what must stay is refused", async () => {
  const server = await startObjectServer();
  server.keepsConditions = false;
  const error = { code: "STORAGE_UNAVAILABLE", message: expect.stringContaining("use one that keeps this condition") };
  await expect(openBucket()).rejects.toMatchObject(error);
});

test("object tables: an object that lost its labels is named", async () => {
  const server = await startObjectServer();
  await keepUpTo(await openBucket(), 1);
  const key = `${chain}0-0000000000000000.parquet`;
  server.objects.set(key, { ...server.objects.get(key)!, labels: {} });
  const error = { code: "DATA_DAMAGED", message: expect.stringContaining("0-0000000000000000.parquet") };
  await expect((await openBucket()).nextOffset(...place)).rejects.toMatchObject(error);
});

test("object tables: a storage that lists what it does not have is named, by writer and reader", async () => {
  const server = await startObjectServer();
  await keepUpTo(await openBucket(), 1);
  const tables = await openBucket();
  server.before = ({ method }) =>
    ["GET", "HEAD"].includes(method) ? { kind: "refuse", status: 404, code: "NoSuchKey" } : undefined;
  const error = { code: "STORAGE_UNAVAILABLE", message: expect.stringContaining("whose listings are consistent") };
  await expect(tables.nextOffset(...place)).rejects.toMatchObject(error);
  await expect(askBucket(offsetsSql)).rejects.toMatchObject(error);
});

test("object tables: a writer that wakes after others went on keeps only its rest", async () => {
  await startObjectServer();
  const [late, other] = [await openBucket(), await openBucket()];
  await late.nextOffset(...place);
  await keepUpTo(other, 7);
  await late.keep(
    "scores",
    source(0, 9),
    Array.from({ length: 10 }, (_, i) => score(i)),
  );
  expect(await late.nextOffset(...place)).toBe(10);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(10));
});

test.each([16, 40])(
  "object tables: a writer that wakes when %i links were merged and removed doubles nothing and loses nothing",
  async (links) => {
    const server = await startObjectServer();
    const [late, other] = [await openBucket(), await openBucket()];
    await keepUpTo(other, 3);
    await late.nextOffset(...place);
    await keepUpTo(other, links);
    for (let i = 0; i < 3; i++) await other.compact();
    expect(server.objects.has(`${chain}0-0000000000000003.parquet`)).toBe(false);
    const seen: unknown[] = [];
    server.after = async ({ method, key }) => {
      if (method === "PUT" && key.endsWith("0-0000000000000003.parquet")) seen.push(await askBucket(offsetsSql));
    };
    await late.keep(
      "scores",
      source(3, links + 4),
      Array.from({ length: links + 2 }, (_, i) => score(i + 3)),
    );
    expect(seen, "while the late link was there").toEqual([offsetsBelow(links)]);
    expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(links + 5));
    await other.compact();
    expect(server.objects.has(`${chain}0-0000000000000003.parquet`)).toBe(false);
  },
);

test("object tables: a put that is under way while others go on, merge and remove doubles nothing", async () => {
  const server = await startObjectServer();
  const [late, other] = [await openBucket({ silenceMs: 20_000 }), await openBucket()];
  await late.nextOffset(...place);
  let isHeld = false;
  server.before = async ({ method, key }) => {
    if (isHeld || method !== "PUT" || !key.includes("/0-")) return undefined;
    isHeld = true;
    await keepUpTo(other, 20, 1);
    for (let i = 0; i < 3; i++) await other.compact();
    return undefined;
  };
  await late.keep(
    "scores",
    source(0, 21),
    Array.from({ length: 22 }, (_, i) => score(i)),
  );
  expect(isHeld).toBe(true);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(22));
});

test("object tables: what a late writer left, killed before it could look, counts for nobody and goes", async () => {
  const server = await startObjectServer();
  const tables = await openBucket();
  await keepUpTo(tables, 15);
  const left = server.objects.get(`${chain}0-0000000000000014.parquet`)!;
  await keepUpTo(tables, 16);
  for (let i = 0; i < 3; i++) await tables.compact();
  // At the end of the merged sixteen it is the last that a listing shows, and says that the chain ends earlier.
  server.objects.set(`${chain}0-0000000000000015.parquet`, left);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(16));
  const next = await openBucket();
  expect(await next.nextOffset(...place)).toBe(16);
  await keepUpTo(next, 18);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(18));
  expect((await next.compact()).removed).toBe(1);
  expect(server.objects.has(`${chain}0-0000000000000015.parquet`)).toBe(false);
});

test("object tables: sixteen sixteens become one object, and what it stands for goes after the grace", async () => {
  const server = await startObjectServer();
  let now = systemClock.now();
  const tables = await openBucket({ grace: 60_000, clock: { ...systemClock, now: () => now } });
  await keepUpTo(tables, 1);
  const first = server.objects.get(`${chain}0-0000000000000000.parquet`)!;
  for (let i = 1; i < 256 + 17; i++)
    server.objects.set(`${chain}0-${String(i).padStart(16, "0")}.parquet`, { ...first, labels: { last: String(i) } });
  const count = "SELECT count(*) FROM scores";
  expect(await tables.compact()).toEqual({ merged: 18 * 16, written: 18, removed: 0 });
  expect(await askBucket(count)).toEqual([[273]]);
  now += 120_000;
  expect(await tables.compact()).toEqual({ merged: 0, written: 0, removed: 16 * 17 + 16 });
  expect([...server.objects.keys()].filter((key) => key.startsWith(chain)).sort()).toEqual([
    `${chain}0-0000000000000272.parquet`,
    `${chain}1-0000000000000256.parquet`,
    `${chain}2-0000000000000000.parquet`,
  ]);
  expect(server.objects.get(`${chain}2-0000000000000000.parquet`)!.labels).toEqual({ first: "0", last: "255" });
  expect(await askBucket(count)).toEqual([[273]]);
  expect(await (await openBucket()).nextOffset(...place)).toBe(273);
});

test("object tables: three writers at once, merging too, keep each row once while they are read", async () => {
  await startObjectServer();
  const writers = await Promise.all([1, 2, 3].map(() => openBucket()));
  let isDone = false;
  const work = writers.map(async (tables, lane) => {
    for (let end = 12; end <= 48; end += 12) {
      await keepUpTo(tables, end, lane + 1);
      await tables.compact();
    }
  });
  const wrong: unknown[] = [];
  const reading = (async () => {
    while (!isDone) {
      const [[offsets]] = (await askBucket(offsetsSql)) as [[number[] | null]];
      if (offsets?.some((offset, i) => offset !== i)) wrong.push(offsets);
    }
  })();
  await Promise.all(work);
  isDone = true;
  await reading;
  expect(wrong).toEqual([]);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(48));
});

test("object tables: two writers over a bad network, with answers lost, silence and errors, keep each row once", async () => {
  const server = await startObjectServer();
  const faults: readonly (Fault | undefined)[] = [
    undefined,
    { kind: "lose the answer" },
    undefined,
    { kind: "refuse", status: 503, code: "SlowDown" },
    undefined,
    undefined,
    { kind: "stay silent" },
    { kind: "lose the answer" },
    undefined,
    undefined,
    undefined,
  ];
  let at = 0;
  const writers = await Promise.all([1, 2].map(() => openBucket({ silenceMs: 100 })));
  server.before = () => faults[at++ % faults.length];
  await Promise.all(writers.map((tables, lane) => keepUpTo(tables, 20, lane + 1)));
  server.before = () => undefined;
  expect(at).toBeGreaterThan(60);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(20));
});

test("object tables: when every answer is lost the error is one, and nothing is lost or doubled later", async () => {
  const server = await startObjectServer();
  const tables = await openBucket({ silenceMs: 300 });
  await keepUpTo(tables, 3);
  server.before = () => ({ kind: "lose the answer" });
  await expect(keepUpTo(tables, 4)).rejects.toMatchObject({ code: "STORAGE_UNAVAILABLE" });
  server.before = () => undefined;
  await keepUpTo(tables, 6);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(6));
});

test("object tables: a full bucket fails with one sentence, keeps nothing of the range, and goes on when there is room", async () => {
  const server = await startObjectServer();
  const tables = await openBucket();
  await keepUpTo(tables, 2);
  server.before = ({ method }) =>
    method === "PUT" ? { kind: "refuse", status: 507, code: "InsufficientStorage" } : undefined;
  const error = { code: "STORAGE_UNAVAILABLE", message: expect.stringContaining(`"${shop}" is full; make room`) };
  await expect(keepUpTo(tables, 3)).rejects.toMatchObject(error);
  server.before = () => undefined;
  await keepUpTo(tables, 4);
  expect(await askBucket(offsetsSql)).toEqual(offsetsBelow(4));
});

describeWithStorage("object tables on a real S3 server", (storage) => {
  test("three writers at once, merging too, keep each row once", async () => {
    const { url, bucket } = storage();
    pointTo(url);
    const address = `s3://${bucket}/${randomUUID()}`;
    const writers = await Promise.all([1, 2, 3].map(() => openBucket({ address })));
    const work = writers.map(async (tables, lane) => {
      for (let end = 20; end <= 20; end += 10) {
        await keepUpTo(tables, end, lane + 1);
        await tables.compact();
      }
    });
    await Promise.all(work);
    expect(await askBucket(offsetsSql, undefined, address)).toEqual(offsetsBelow(20));
  });
});
