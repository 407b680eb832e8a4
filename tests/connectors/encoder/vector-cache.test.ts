import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Encoder } from "../../../connectors/encoder/open-encoder.ts";
import { rememberVectors } from "../../../connectors/encoder/vector-cache.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** An encoder that notes what it is asked; a text's vector is its length and a number of the encoder's own. */
function noting(name: string, own: number) {
  const asked: string[] = [];
  const encoder: Encoder = {
    ...{ name, source: name, dimensions: 2, close: async () => {} },
    async encode(texts) {
      asked.push(...texts);
      return texts.map((text) => Float32Array.of(text.length, own));
    },
  };
  return { asked, encoder };
}

function remembering(encoder: Encoder, folder: string): Encoder {
  const opened = rememberVectors(encoder, folder);
  onTestFinished(() => opened.close());
  return opened;
}

test("rememberVectors: each text is encoded once, and every place of it gets its vector", async () => {
  const { asked, encoder } = noting("a", 0.1);
  const opened = remembering(encoder, temporaryFolder());
  expect(await opened.encode(["x", "yy", "x"])).toEqual(
    [
      [1, 0.1],
      [2, 0.1],
      [1, 0.1],
    ].map((v) => Float32Array.from(v)),
  );
  expect(await opened.encode(["yy", "zzz"])).toEqual(
    [
      [2, 0.1],
      [3, 0.1],
    ].map((v) => Float32Array.from(v)),
  );
  expect(asked).toEqual(["x", "yy", "zzz"]);
});

test("rememberVectors: vectors are there when it is opened again", async () => {
  const folder = temporaryFolder();
  const first = rememberVectors(noting("a", 0.1).encoder, folder);
  await first.encode(["x", ""]);
  await first.close();
  const { asked, encoder } = noting("a", 7);
  expect(await remembering(encoder, folder).encode(["", "x"])).toEqual([
    Float32Array.of(0, 0.1),
    Float32Array.of(1, 0.1),
  ]);
  expect(asked).toEqual([]);
});

test("rememberVectors: encoders of other names don't meet", async () => {
  const folder = temporaryFolder();
  await remembering(noting("a", 1).encoder, folder).encode(["x"]);
  expect(await remembering(noting("b", 2).encoder, folder).encode(["x"])).toEqual([Float32Array.of(1, 2)]);
});

test("rememberVectors: a damaged file is begun anew", async () => {
  const folder = temporaryFolder();
  const first = rememberVectors(noting("a", 1).encoder, folder);
  await first.encode(["x"]);
  await first.close();
  writeFileSync(join(folder, "a", "cache.mdb"), "not a cache");
  const { asked, encoder } = noting("a", 2);
  expect(await remembering(encoder, folder).encode(["x"])).toEqual([Float32Array.of(1, 2)]);
  expect(asked).toEqual(["x"]);
});

test("rememberVectors: says where it can't write", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a"), "a file where the folder should be");
  expect(() => rememberVectors(noting("a", 1).encoder, folder)).toThrow(/the cache in ".*a" can't be opened/);
});
