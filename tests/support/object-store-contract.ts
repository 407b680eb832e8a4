import { describe, expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import type { ObjectStore } from "../../connectors/objects/object-store.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What the tables rely on, asked of any storage. `open` gives a store over a prefix that holds nothing. */
export function describeObjectStore(name: string, open: () => Promise<ObjectStore>): void {
  describe(`object store on ${name}`, () => {
    test("an object is put once, with its labels, and stays as it is", async () => {
      const store = await open();
      expect(await store.putIfAbsent("a/1", bytes("one"), { last: "7" })).toBe(true);
      expect(await store.putIfAbsent("a/1", bytes("two"), { last: "7" })).toBe(false);
      expect(await store.putIfAbsent("a/1", bytes("one"), { last: "8" })).toBe(false);
      expect(await store.putIfAbsent("a/1", bytes("one"), { last: "7" })).toBe(true);
      const there = await store.get("a/1");
      expect({ text: new TextDecoder().decode(there!.bytes), labels: there!.labels }).toEqual({
        text: "one",
        labels: { last: "7" },
      });
      expect(await store.labels("a/1")).toEqual({ last: "7" });
    });

    test("an object is replaced with its labels, also where none is", async () => {
      const store = await open();
      await store.putIfAbsent("a/1", bytes("one"), { last: "7" });
      for (const key of ["a/1", "a/2"]) await store.replace(key, bytes("two"), { last: "8" });
      for (const key of ["a/1", "a/2"])
        expect(await store.get(key)).toEqual({ bytes: bytes("two"), labels: { last: "8" } });
    });

    test("what is not there is undefined, and may be removed", async () => {
      const store = await open();
      expect(await store.get("a/1")).toBeUndefined();
      expect(await store.labels("a/1")).toBeUndefined();
      expect(await store.list("")).toEqual([]);
      await store.remove("a/1");
    });

    test("a key that was removed is free again", async () => {
      const store = await open();
      await store.putIfAbsent("a/1", bytes("one"));
      await store.remove("a/1");
      expect(await store.list("")).toEqual([]);
      expect(await store.putIfAbsent("a/1", bytes("two"))).toBe(true);
    });

    test("a listing is sorted, begins after a key, and goes over pages", async () => {
      const store = await open();
      const keys = Array.from({ length: 45 }, (_, i) => `t/${String(i).padStart(3, "0")}`);
      await Promise.all([...keys, "s/000", "u"].map((key) => store.putIfAbsent(key, bytes(key))));
      expect((await store.list("t/")).map(({ key }) => key)).toEqual(keys);
      expect((await store.list("t/", "t/040")).map(({ key }) => key)).toEqual(keys.slice(41));
      const [first] = await store.list("s/");
      expect(first).toEqual({ key: "s/000", bytes: 5, modifiedAt: expect.any(Number) });
      expect(Math.abs(first!.modifiedAt - systemClock.now())).toBeLessThan(60_000);
    });

    test("of many that put at once one wins", async () => {
      const store = await open();
      for (const key of ["a", "b", "c"]) {
        const puts = Array.from({ length: 12 }, (_, i) => store.putIfAbsent(key, bytes(`writer ${i}`)));
        const wins = (await Promise.all(puts)).flatMap((isOurs, i) => (isOurs ? [`writer ${i}`] : []));
        expect(wins).toEqual([new TextDecoder().decode((await store.get(key))!.bytes)]);
      }
    });
  });
}
