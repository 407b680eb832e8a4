import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { type Claim, createClaim, finishClaim } from "../../../connectors/duckdb/claims.ts";
import { openParquetStore } from "../../../connectors/duckdb/parquet-store.ts";
import { runSql } from "../../../connectors/duckdb/run-sql.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { placedRow } from "./rows.ts";

const day = Date.UTC(2024, 4, 1);
const dayMs = 86_400_000;

function source(firstOffset: number, lastOffset: number) {
  return { topic: "model-scores", partition: 1, firstOffset, lastOffset };
}

function score(offset: number, time = day) {
  return placedRow("scores", offset, { event_id: `e${offset}`, time, product_id: "p", score: 2 });
}

async function ask(folder: string, sql: string, now?: number) {
  const result = await runSql({ tablesFolder: folder, sql, ...(now === undefined ? {} : { now }) });
  const rows = [];
  for await (const chunk of result.chunks) rows.push(...chunk);
  return rows;
}

async function open(folder: string, now = () => day, grace?: number) {
  return openParquetStore({ folder, clock: { ...systemClock, now }, ...(grace === undefined ? {} : { grace }) });
}

const offsets = "SELECT list(topic_offset ORDER BY topic_offset) FROM scores";

test("parquet store: keeps every type of value, and null, as it was", async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  const bytes = new Uint8Array([0, 255, 7]);
  const letter = {
    topic: "searches",
    partition: 3,
    record_offset: 2 ** 40,
    key: null,
    time: day + 1,
    stage: "é",
    error: "",
    value: bytes,
  };
  await store.keep("dead_letters", source(5, 6), [
    placedRow("dead_letters", 5, letter),
    placedRow("dead_letters", 6, {}),
  ]);
  await store.keep("evaluations", source(0, 0), [
    placedRow("evaluations", 0, { pairs: 3, sum_score: 0.1, calibration_counts: [1, 2.5] }),
  ]);
  await store.keep("recognitions", source(0, 1), [
    placedRow("recognitions", 0, { sees_picture: true, vector: Float32Array.of(0.5, -0.25) }),
    placedRow("recognitions", 1, {}),
  ]);
  await store.keep("scores", source(0, 0), [
    placedRow("scores", 0, { is_seen_query: false, score: 1.5, rewrites: "[]" }),
  ]);
  await store.close();
  expect(await ask(folder, "SELECT * FROM dead_letters ORDER BY topic_offset")).toEqual([
    [
      "searches",
      3,
      2 ** 40,
      null,
      "2024-05-01T00:00:00.001Z",
      null,
      "é",
      "",
      bytes,
      1,
      5,
      "2024-05-01T00:00:00.005Z",
      "2024-05-01",
    ],
    [null, null, null, null, null, null, null, null, null, 1, 6, "2024-05-01T00:00:00.006Z", "2024-05-01"],
  ]);
  expect(await ask(folder, "SELECT pairs, sum_score, calibration_counts, calibration_scores FROM evaluations")).toEqual(
    [[3, 0.1, [1, 2.5], null]],
  );
  expect(await ask(folder, "SELECT sees_picture, vector FROM recognitions ORDER BY topic_offset")).toEqual([
    [true, [0.5, -0.25]],
    [null, null],
  ]);
  expect(await ask(folder, "SELECT is_seen_query, score, rewrites, title FROM scores")).toEqual([
    [false, 1.5, "[]", null],
  ]);
});

test("parquet store: lays a range out by the day of its rows and goes on after it", async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  expect(await store.nextOffset("scores", "model-scores", 1)).toBeUndefined();
  await store.keep("scores", source(2, 9), [score(2), score(4, day + dayMs), score(9, Number.NaN)]);
  expect(await store.nextOffset("scores", "model-scores", 1)).toBe(10);
  await store.keep("scores", source(10, 12), []);
  await store.close();
  const again = await open(folder);
  expect(await again.nextOffset("scores", "model-scores", 1)).toBe(13);
  expect(await again.nextOffset("scores", "model-scores", 0)).toBeUndefined();
  await again.close();
  const name = "model-scores-1-0000000000000002-0000000000000009.parquet";
  expect(readdirSync(join(folder, "scores", "day=2024-05-01"))).toEqual([name]);
  expect(readdirSync(join(folder, "scores", "day=2024-05-02"))).toEqual([name]);
  expect(await ask(folder, offsets)).toEqual([[[2, 4, 9]]]);
});

test("parquet store: refuses what was kept already, a range turned round and a row outside", async () => {
  const store = await open(temporaryFolder());
  await store.keep("scores", source(0, 4), [score(0)]);
  await expect(store.keep("scores", source(4, 6), [])).rejects.toThrow("is kept up to 5");
  await expect(store.keep("scores", source(8, 7), [])).rejects.toThrow("is no range");
  await expect(store.keep("scores", source(5, 7), [score(8)])).rejects.toThrow("outside 5 to 7");
  await store.keep("scores", source(7, 7), [score(7)]);
  await store.close();
});

test("parquet store: rows of more than one chunk keep their places", async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  const rows = Array.from({ length: 5000 }, (_, i) =>
    placedRow("scores", i, { time: day, score: i, title: i % 3 ? `t${i}` : null }),
  );
  await store.keep("scores", source(0, 4999), rows);
  await store.close();
  const wrong =
    "SELECT count(*), count(*) FILTER (score <> topic_offset OR title IS DISTINCT FROM if(topic_offset % 3 = 0, NULL, 't' || topic_offset)) FROM scores";
  expect(await ask(folder, wrong)).toEqual([[5000, 0]]);
});

test("parquet store: two writers of one partition keep each row once, whichever sleeps", async () => {
  const folder = temporaryFolder();
  const [one, other] = [await open(folder), await open(folder)];
  await one.nextOffset("scores", "model-scores", 1);
  await other.nextOffset("scores", "model-scores", 1);
  await one.keep("scores", source(0, 4), [score(0), score(4)]);
  await other.keep("scores", source(0, 6), [score(0), score(4), score(6)]);
  for (let i = 7; i < 27; i++) await other.keep("scores", source(i, i), [score(i)]);
  await one.keep("scores", source(5, 9), [score(6), score(7), score(9)]);
  await one.close();
  await other.close();
  const expected = [0, 4, 6, ...Array.from({ length: 20 }, (_, i) => i + 7)];
  expect(await ask(folder, offsets)).toEqual([[expected]]);
});

test("parquet store: racing writers keep each row once", async () => {
  const folder = temporaryFolder();
  const stores = await Promise.all([open(folder), open(folder), open(folder)]);
  const work = stores.map(async (store, lane) => {
    const step = lane + 2;
    for (let at = (await store.nextOffset("scores", "model-scores", 1)) ?? 0; at < 60; ) {
      const last = Math.min(59, at + step - 1);
      await store.keep(
        "scores",
        source(at, last),
        Array.from({ length: last - at + 1 }, (_, i) => score(at + i)),
      );
      at = (await store.nextOffset("scores", "model-scores", 1)) ?? 0;
    }
  });
  await Promise.all(work);
  await Promise.all(stores.map((store) => store.close()));
  expect(await ask(folder, offsets)).toEqual([[Array.from({ length: 60 }, (_, i) => i)]]);
});

/** A range of two files that a killed writer left at some point of its way. */
async function interrupted(folder: string, published: number): Promise<{ tableFolder: string; claim: Claim }> {
  const scratch = temporaryFolder();
  const store = await open(scratch);
  await store.keep("scores", source(0, 3), [score(0), score(3, day + dayMs)]);
  await store.close();
  const tableFolder = join(folder, "scores");
  const name = "model-scores-1-0000000000000000-0000000000000003.parquet";
  const files = ["day=2024-05-01", "day=2024-05-02"].map((dayName) => ({
    temporary: `temporary/gone~1~x~${dayName}`,
    final: `${dayName}/${name}`,
  }));
  const { cpSync } = await import("node:fs");
  files.forEach(({ temporary, final }, i) => {
    cpSync(join(scratch, "scores", final), join(tableFolder, i < published ? final : temporary), { recursive: true });
  });
  const claim = { topic: "model-scores", partition: 1, from: 0, first: 0, last: 3, files };
  return { tableFolder, claim };
}

test.each([0, 1, 2])(
  "parquet store: a writer killed after its claim, with %i files published, has kept its range",
  async (published) => {
    const folder = temporaryFolder();
    await (await open(folder)).close();
    const { tableFolder, claim } = await interrupted(folder, published);
    expect(await createClaim(tableFolder, claim)).toBe(true);
    const store = await open(folder);
    expect(await store.nextOffset("scores", "model-scores", 1)).toBe(4);
    await store.keep("scores", source(4, 4), [score(4)]);
    await finishClaim(tableFolder, claim);
    await store.close();
    expect(await ask(folder, offsets)).toEqual([[[0, 3, 4]]]);
  },
);

test("parquet store: a claim that comes after newer ones is withdrawn", async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  for (let i = 0; i < 20; i++) await store.keep("scores", source(i, i), []);
  await store.close();
  const late = { topic: "model-scores", partition: 1, from: 0, first: 0, last: 30, files: [] };
  expect(await createClaim(join(folder, "scores"), late)).toBe(false);
  expect(readdirSync(join(folder, "scores", "claims"))).toHaveLength(8);
  const again = await open(folder);
  expect(await again.nextOffset("scores", "model-scores", 1)).toBe(20);
  await again.close();
});

test("parquet store: without claims the position comes from the files", async () => {
  const folder = temporaryFolder();
  const store = await open(folder);
  await store.keep("scores", source(0, 7), [score(3)]);
  await store.close();
  rmSync(join(folder, "scores", "claims"), { recursive: true });
  const again = await open(folder);
  expect(await again.nextOffset("scores", "model-scores", 1)).toBe(8);
  await again.close();
});

test("parquet store: opening removes what dead writers left, and nothing of the living", async () => {
  const folder = temporaryFolder();
  const temporary = join(folder, "scores", "temporary");
  mkdirSync(temporary, { recursive: true });
  const { hostname } = await import("node:os");
  const names = [
    `${hostname()}~999999999~a~old`,
    `${hostname()}~${process.ppid}~b~living`,
    "elsewhere~1~c~far",
    `${hostname()}~999999999~d~young`,
  ];
  for (const name of names) {
    writeFileSync(join(temporary, name), "PAR1");
    const seconds = (day - (name.endsWith("young") ? 59_000 : 61_000)) / 1000;
    utimesSync(join(temporary, name), seconds, seconds);
  }
  await (await open(folder)).close();
  expect(readdirSync(temporary).sort()).toEqual(names.slice(1).sort());
});

test("parquet store: a folder that can't be made is FOLDER_UNWRITABLE", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await expect(open(join(file, "tables"))).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});

test("compaction: a merged file counts from its moment on, and its inputs go after the grace", async () => {
  const folder = temporaryFolder();
  let now = day;
  const store = await open(folder, () => now, 1000);
  for (let i = 0; i < 6; i++) await store.keep("scores", source(i, i), [score(i)]);
  expect(await store.compact()).toEqual({ merged: 5, written: 1, removed: 0 });
  const dayFolder = join(folder, "scores", "day=2024-05-01");
  expect(readdirSync(dayFolder)).toHaveLength(7);
  const expected = [[[0, 1, 2, 3, 4, 5]]];
  for (const at of [day, day + 4999, day + 5000, day + 9000]) expect(await ask(folder, offsets, at)).toEqual(expected);
  now = day + 5999;
  expect((await store.compact()).removed).toBe(0);
  now = day + 6000;
  expect((await store.compact()).removed).toBe(5);
  expect(readdirSync(dayFolder)).toHaveLength(2);
  expect(await ask(folder, offsets, now)).toEqual(expected);
  await store.close();
});

test("compaction: no query misses a row or counts one twice while files are kept, merged and removed", async () => {
  const folder = temporaryFolder();
  let now = day;
  const store = await open(folder, () => now, 60_000);
  const other = await open(folder, () => now, 60_000);
  let kept = 0;
  const wrong: unknown[] = [];
  for (let round = 0; round < 12; round++) {
    const asked = now;
    const before = kept;
    const [, , , rows] = await Promise.all([
      store.keep("scores", source(kept, kept + 1), [score(kept), score(kept + 1)]),
      store.compact(),
      other.compact(),
      ask(folder, "SELECT count(*), count(DISTINCT topic_offset) FROM scores", asked),
    ]);
    kept += 2;
    const [count, distinct] = rows[0] as [number, number];
    if (count !== distinct || (count !== before && count !== kept)) wrong.push({ count, distinct, before });
    now += 20_000;
  }
  await store.close();
  await other.close();
  expect(wrong).toEqual([]);
});
