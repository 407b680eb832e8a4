import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openByteCache } from "../../../connectors/embedded/byte-cache.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

function open(folder: string) {
  const cache = openByteCache(folder);
  onTestFinished(() => cache.close());
  return cache;
}

test("openByteCache: gives back the bytes of a key, and nothing for others", async () => {
  const cache = open(join(temporaryFolder(), "made", "for", "it"));
  await cache.put([
    [bytes(1, 0), bytes(7, 8)],
    [bytes(1), bytes()],
  ]);
  expect([...cache.get(bytes(1, 0))!]).toEqual([7, 8]);
  expect([...cache.get(bytes(1))!]).toEqual([]);
  expect(cache.get(bytes(2))).toBeUndefined();
  await cache.put([[bytes(1), bytes(9)]]);
  expect([...cache.get(bytes(1))!]).toEqual([9]);
});

test("openByteCache: two that are open on one folder see each other's bytes", async () => {
  const folder = temporaryFolder();
  const [first, second] = [open(folder), open(folder)];
  await first.put([[bytes(1), bytes(2)]]);
  await Promise.resolve();
  expect([...second.get(bytes(1))!]).toEqual([2]);
});

test("openByteCache: a file that was cut off is begun anew", async () => {
  const folder = temporaryFolder();
  const first = openByteCache(folder);
  await first.put([[bytes(1), new Uint8Array(1_000_000)]]);
  await first.close();
  const file = join(folder, "cache.mdb");
  truncateSync(file, readFileSync(file).length / 2);
  const second = open(folder);
  expect(second.get(bytes(1))).toBeUndefined();
  await second.put([[bytes(1), bytes(3)]]);
  expect([...second.get(bytes(1))!]).toEqual([3]);
});
