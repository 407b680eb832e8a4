import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { containerOf, openBytes } from "../../../connectors/files/open-bytes.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const text = "query,title\nfan,Ceiling Fan\n";

function written(name: string, bytes: Uint8Array | string): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, bytes);
  return path;
}

test.for([
  ["plain", text],
  ["gzip", gzipSync(text)],
  ["zip", Buffer.from("PK\u0003\u0004 and more")],
  ["parquet", Buffer.from("PAR1 and more")],
  ["plain", ""],
] as const)("containerOf: %s, by the first bytes of a file", async ([container, bytes]) => {
  expect(await containerOf(written(`${container}.csv`, bytes))).toBe(container);
});

test("containerOf: a file that is not there and a folder are refused", async () => {
  const folder = temporaryFolder();
  await expect(containerOf(join(folder, "none.csv"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expect(containerOf(folder)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("openBytes: gives a gzip file unpacked, and says when it is cut off", async () => {
  const read = async (path: string) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of openBytes(path, "gzip", () => {})) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  };
  expect(await read(written("whole.gz", gzipSync(text)))).toBe(text);
  await expect(read(written("cut.gz", gzipSync(text).subarray(0, 20)))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
  });
});
