import { describe, expect, onTestFinished, test } from "vitest";
import type { BatchHandler, Entry, EventLog } from "../../connectors/event-log.ts";
import { copy, follow, lag, numbered, readAll, text, until, write } from "./log-work.ts";

/** A log made for one test. */
export interface LogUnderTest {
  readonly log: EventLog;
  /** Moves the time that the log sees. */
  advance(ms: number): Promise<void>;
  /** Closes the log and opens it again; left out where nothing outlives the process. */
  reopen?(): Promise<EventLog>;
  /** What stands between the offsets of a partition: nothing, or on some logs the marks of transactions. */
  readonly offsets?: "without gaps" | "rising";
  /** False where `maintain` leaves retention and compaction to those who keep the records, in their own time. */
  readonly maintains?: boolean;
}

/** What every log promises. */
export function describeEventLog(name: string, open: () => Promise<LogUnderTest>): void {
  async function opened(settings = {}) {
    const made = await open();
    onTestFinished(() => made.log.close());
    await made.log.createTopics({
      in: { cleanup: "delete", partitions: 2, ...settings },
      out: { cleanup: "delete", partitions: 1 },
    });
    return made;
  }

  describe(name, () => {
    test("append: gives offsets from 0 on, equal keys the same partition, no key to each in turn", async () => {
      const { log, offsets: kind = "without gaps" } = await opened();
      await log.append([write("a", "1"), write("a", "2"), write(null, "3"), write(null, "4"), write("a", "5")]);
      const entries = await readAll(log, "in");
      const ofA = entries.filter(({ key }) => key === "a");
      expect(ofA.map(({ value }) => text(value))).toEqual(["1", "2", "5"]);
      expect(new Set(ofA.map(({ partition }) => partition)).size).toBe(1);
      const spread = entries.filter(({ key }) => key === null).map(({ partition }) => partition);
      expect(spread.sort()).toEqual([0, 1]);
      for (const { partition, start, end } of await log.extents("in")) {
        expect(start).toBe(0);
        const offsets = entries.filter((entry) => entry.partition === partition).map(({ offset }) => offset);
        expect(offsets[0]).toBe(0);
        if (kind === "without gaps") expect(offsets).toEqual(Array.from({ length: end }, (_, offset) => offset));
        expect(offsets).toEqual([...new Set(offsets)].filter((offset) => offset < end).sort((a, b) => a - b));
      }
    });

    test("append: a record comes back byte for byte, tombstones and ten megabytes too", async () => {
      const { log } = await opened();
      const large = Buffer.alloc(10_000_000, "large");
      const values = [Uint8Array.of(), Uint8Array.of(0, 255), null, large, Buffer.from("end")];
      await log.append(values.map((value) => ({ topic: "in", key: "käy 🔑", value })));
      const entries = await readAll(log, "in");
      expect(entries.map(({ key }) => key)).toEqual(values.map(() => "käy 🔑"));
      expect(entries.map(({ value }) => value && Buffer.from(value).equals(large))).toEqual(
        values.map((value) => value && value === large),
      );
      expect(entries.map(({ value }) => value?.length)).toEqual([0, 2, undefined, 10_000_000, 3]);
    });

    test("append: headers come back as they were, beside others that have none", async () => {
      const { log } = await opened();
      const headers = { traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", käy: "välue ✓" };
      await log.append([{ ...write("a", "1", "id-1"), headers }, write("a", "2"), { ...write("a", "3"), headers: {} }]);
      await log.append([{ topic: "in", key: null, value: null, headers }]);
      const entries = await readAll(log, "in");
      const byValue = new Map(entries.map((entry) => [text(entry.value), entry.headers ?? {}]));
      expect(byValue.get("1")).toEqual(headers);
      expect(byValue.get("2")).toEqual({});
      expect(byValue.get("3")).toEqual({});
      expect(byValue.get(null)).toEqual(headers);
    });

    test("append: an id is taken once, in one call or two", async () => {
      const { log } = await opened();
      expect(await log.append([write("a", "1", "id-1"), write("b", "2", "id-1"), write("c", "3")])).toEqual({
        appended: 2,
        skipped: 1,
        skippedAt: [1],
      });
      const odd = "\u0000 ä".repeat(2_000);
      expect(await log.append([write("a", "4", "id-1"), write("a", "5", odd)])).toEqual({
        appended: 1,
        skipped: 1,
        skippedAt: [0],
      });
      expect(await log.append([write("a", "6", odd)])).toEqual({ appended: 0, skipped: 1, skippedAt: [0] });
      expect((await readAll(log, "in")).map(({ value }) => text(value)).sort()).toEqual(["1", "3", "5"]);
    });

    test("append: a topic that is not there is named, and nothing of the call is kept", async () => {
      const { log } = await opened();
      const missing = { code: "LOG_UNAVAILABLE", message: expect.stringContaining('"nowhere"') };
      await expect(log.append([write("a", "1"), { ...write("a", "2"), topic: "nowhere" }])).rejects.toMatchObject(
        missing,
      );
      await expect(log.extents("nowhere")).rejects.toMatchObject(missing);
      await expect(log.committed("nowhere", "group")).rejects.toMatchObject(missing);
      await expect(readAll(log, "nowhere")).rejects.toMatchObject(missing);
      const options = { signal: new AbortController().signal };
      await expect(log.follow("nowhere", "group", async () => [], options)).rejects.toMatchObject(missing);
      expect(await readAll(log, "in")).toEqual([]);
    });

    test("createTopics: a topic that is there keeps its partitions", async () => {
      const { log } = await opened();
      await log.createTopics({ in: { cleanup: "delete", partitions: 7 } });
      expect(await log.extents("in")).toHaveLength(2);
    });

    test("read: ranges by partition and offset", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 2_500));
      const { partition } = (await readAll(log, "in"))[0]!;
      const part = await readAll(log, "in", { partition, from: 1_200, to: 2_400 });
      expect(part.map(({ value }) => text(value))).toEqual(Array.from({ length: 1_200 }, (_, i) => String(i + 1_200)));
      expect(await readAll(log, "in", { partition: 1 - partition })).toEqual([]);
    });

    test("follow: passes everything on in order, keeps outputs and position together", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 1_000));
      const following = follow(log, "copy", copy, { maxEntries: 64 });
      await log.append(numbered(1_000, 1_500));
      await until(async () => (await readAll(log, "out")).length === 1_500);
      await following.end();
      expect((await readAll(log, "out")).map(({ value }) => text(value))).toEqual(range(1_500));
      const total = (await log.committed("in", "copy")).reduce<number>((sum, offset) => sum + (offset ?? 0), 0);
      expect(total).toBe(1_500);
      expect(await log.lag("in", "copy")).toEqual([0, 0]);
      expect((await log.lag("in", "another")).reduce((sum, entries) => sum + entries, 0)).toBe(1_500);
      const almost = (await log.extents("in")).map(({ end }) => Math.max(0, end - 1));
      expect((await log.lag("in", "another", almost)).reduce((sum, entries) => sum + entries, 0)).toBe(1);
    });

    test("follow: an output that carries an id is kept once, however many groups and batches make it", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 6));
      const oddOnce: BatchHandler = async (entries) =>
        (await copy(entries)).map((output) => {
          const number = Number(text(output.value));
          return number % 2 === 0 ? output : { ...output, id: `odd ${number % 4}` };
        });
      for (const group of ["one", "two"]) {
        const following = follow(log, group, oddOnce, { maxEntries: 3 });
        await until(async () => (await lag(log, group)) === 0);
        await following.end();
      }
      const kept = (await readAll(log, "out")).map(({ value }) => text(value));
      expect(kept.toSorted()).toEqual(["0", "0", "1", "2", "2", "3", "4", "4"]);
    });

    test("follow: maxEntries and maxBytes bound a batch, a larger entry comes alone", async () => {
      const { log } = await opened();
      const sizes = [10, 10, 10, 5_000, 10, 10];
      await log.append(sizes.map((size) => ({ topic: "in", key: "k", value: Buffer.alloc(size) })));
      const batches: number[][] = [];
      const seen: BatchHandler = async (entries) => {
        batches.push(entries.map(({ value }) => value?.length ?? 0));
        return [];
      };
      const following = follow(log, "sizes", seen, { maxEntries: 2, maxBytes: 1_000 });
      await until(() => batches.flat().length === 6);
      await following.end();
      expect(batches).toEqual([[10, 10], [10], [5_000], [10, 10]]);
    });

    test("follow: what a handler was given is not committed when it throws", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 10));
      let calls = 0;
      const failing: BatchHandler = async (entries) => {
        calls += 1;
        if (calls === 2) throw new Error("broken");
        return copy(entries);
      };
      const signal = new AbortController().signal;
      await expect(log.follow("in", "copy", failing, { signal, maxEntries: 4 })).rejects.toThrow("broken");
      expect((await readAll(log, "out")).map(({ value }) => text(value))).toEqual(range(4));
      expect((await log.committed("in", "copy")).filter((offset) => offset !== undefined)).toEqual([4]);
      const following = follow(log, "copy", copy);
      await until(async () => (await readAll(log, "out")).length === 10);
      await following.end();
      expect((await readAll(log, "out")).map(({ value }) => text(value))).toEqual(range(10));
    });

    test("follow: resolves after the batch in hand is committed", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 5));
      const ending = new AbortController();
      await log.follow(
        "in",
        "copy",
        async (entries) => {
          ending.abort();
          return copy(entries);
        },
        { signal: ending.signal },
      );
      expect(await readAll(log, "out")).toHaveLength(5);
    });

    test("follow: startAt comes before the committed position", async () => {
      const { log } = await opened();
      await log.append(numbered(0, 10));
      const first = follow(log, "copy", copy);
      await until(async () => (await readAll(log, "out")).length === 10);
      await first.end();
      const seen: string[] = [];
      const again = follow(log, "copy", collect(seen), { startAt: async () => 7 });
      await until(() => seen.length === 3);
      await again.end();
      expect(seen).toEqual(["7", "8", "9"]);
    });

    test("follow: members share the partitions, and one takes over what another leaves", async () => {
      const { log } = await opened({ partitions: 4 });
      const [one, two] = [new Set<number>(), new Set<number>()];
      const note = (partitions: Set<number>) => async (entries: readonly Entry[]) => {
        for (const { partition } of entries) partitions.add(partition);
        return [];
      };
      const first = follow(log, "share", note(one));
      const second = follow(log, "share", note(two));
      let sent = 0;
      const send = () => log.append(Array.from({ length: 4 }, () => write(null, String(sent++))));
      await until(async () => {
        one.clear();
        two.clear();
        await send();
        await until(async () => (await lag(log, "share")) === 0);
        return one.size === 2 && two.size === 2;
      });
      expect([...one, ...two].sort()).toEqual([0, 1, 2, 3]);
      await first.end();
      two.clear();
      await send();
      await until(() => two.size === 4);
      await second.end();
    });

    test("follow: every entry goes to exactly one of several members that come and go", async () => {
      const { log } = await opened({ partitions: 3 });
      await log.append(Array.from({ length: 600 }, (_, index) => write(`k${index % 50}`, String(index))));
      let kept = follow(log, "many", copy, { maxEntries: 7 });
      for (let round = 0; round < 5; round++) {
        const next = follow(log, "many", copy, { maxEntries: 7 });
        const before = (await readAll(log, "out")).length;
        await until(async () => (await readAll(log, "out")).length >= Math.min(600, before + 50));
        await kept.end();
        kept = next;
      }
      await until(async () => (await lag(log, "many")) === 0);
      await kept.end();
      const values = (await readAll(log, "out")).map(({ value }) => Number(text(value)));
      expect(values.sort((one, other) => one - other)).toEqual(Array.from({ length: 600 }, (_, index) => index));
    });

    test("maintain: old entries go, but none that a group still has to read; their ids are free again", async (context) => {
      const { log, advance, maintains = true } = await opened({ partitions: 1, retentionMs: 1_000 });
      if (!maintains) return context.skip();
      await log.append([write("k", "0", "id-0"), write("k", "1", "id-1"), write("k", "2"), write("k", "3")]);
      const following = follow(log, "slow", copy, { maxEntries: 2 });
      await until(async () => (await log.committed("in", "slow"))[0] === 4);
      await following.end();
      await log.append([write("k", "4", "id-4")]);
      await advance(5_000);
      await log.append([write("k", "5")]);
      await log.maintain();
      expect((await readAll(log, "in")).map(({ offset }) => offset)).toEqual([4, 5]);
      expect(await log.extents("in")).toMatchObject([{ partition: 0, start: 4, end: 6 }]);
      expect(await log.append([write("k", "6", "id-0"), write("k", "7", "id-4")])).toMatchObject({
        appended: 1,
        skippedAt: [1],
      });
      const seen: string[] = [];
      const late = follow(log, "late", collect(seen));
      await until(() => seen.length === 3);
      await late.end();
      expect(seen).toEqual(["4", "5", "6"]);
    });

    test("maintain: the oldest entries go while a partition is too large", async (context) => {
      const { log, maintains = true } = await opened({ partitions: 1, retentionBytes: 5_000 });
      if (!maintains) return context.skip();
      await log.append(Array.from({ length: 10 }, () => ({ topic: "in", key: null, value: Buffer.alloc(1_000) })));
      await log.maintain();
      const [extent] = await log.extents("in");
      expect(extent!.end).toBe(10);
      expect(extent!.end - extent!.start).toBeGreaterThanOrEqual(4);
      expect(extent!.end - extent!.start).toBeLessThanOrEqual(5);
    });

    test("maintain: compaction leaves the newest of each key and no tombstones", async (context) => {
      const { log, maintains = true } = await opened({ partitions: 1, cleanup: "compact" });
      if (!maintains) return context.skip();
      await log.append([write("a", "1"), write("b", "2"), write("a", "3"), write("c", "4")]);
      await log.append([{ topic: "in", key: "b", value: null }, write("c", "5")]);
      await log.maintain();
      const kept = (await readAll(log, "in")).map(({ key, value, offset }) => [key, text(value), offset]);
      expect(kept).toEqual([
        ["a", "3", 2],
        ["c", "5", 5],
      ]);
      await log.append([write("a", "6")]);
      await log.maintain();
      const then = (await readAll(log, "in")).map(({ key, offset }) => [key, offset]);
      expect(then).toEqual([
        ["c", 5],
        ["a", 6],
      ]);
      expect(await log.extents("in")).toMatchObject([{ partition: 0, start: 5, end: 7 }]);
    });

    test("close: ends all following, after which nothing can be asked", async () => {
      const { log } = await opened();
      const following = log.follow("in", "copy", copy, { signal: new AbortController().signal });
      await log.append(numbered(0, 3));
      await log.close();
      await following;
      await expect(log.append([write("a", "1")])).rejects.toThrow("closed");
    });

    test("reopen: what was appended, committed and known by id is still there", async (context) => {
      const { log, reopen, offsets = "without gaps" } = await opened();
      if (reopen === undefined) return context.skip();
      await log.append([write("a", "1", "id-1"), write("a", "2")]);
      const following = follow(log, "copy", copy);
      await until(async () => (await readAll(log, "out")).length === 2);
      await following.end();
      const again = await reopen();
      onTestFinished(() => again.close());
      expect((await readAll(again, "in")).map(({ value }) => text(value))).toEqual(["1", "2"]);
      expect(await lag(again, "copy")).toBe(0);
      const committed = (await again.committed("in", "copy")).filter((offset) => offset !== undefined);
      if (offsets === "without gaps") expect(committed).toEqual([2]);
      expect(await again.append([write("a", "1", "id-1")])).toEqual({ appended: 0, skipped: 1, skippedAt: [0] });
    });
  });
}

function collect(seen: string[]): BatchHandler {
  return async (entries) => {
    for (const { value } of entries) seen.push(text(value)!);
    return [];
  };
}

function range(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index));
}
