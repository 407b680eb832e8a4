import { expect, test } from "vitest";
import type { PictureFolder } from "../../../connectors/pictures/picture-folder.ts";
import { readPicture } from "../../../pipelines/hybrid/picture-reader.ts";
import { animatedPicture, plainPicture } from "../../support/pictures.ts";

const size = { width: 6, height: 8 };

/** A folder of these files. */
function folderOf(files: Readonly<Record<string, Uint8Array>>): PictureFolder {
  return {
    find: async (path) => (files[path] ? { bytes: files[path] } : { fault: `there is no ${path}` }),
    close: async () => {},
  };
}

test("readPicture: takes the first that is there, and says what was done to it", async () => {
  const folder = folderOf({ b: await plainPicture("red"), c: await animatedPicture(["red", "blue"]) });
  expect(await readPicture(["a", "b", "c"], folder, size)).toEqual({ pixels: expect.any(Uint8Array) });
  const { pixels, note } = await readPicture(["c", "b"], folder, size);
  expect([pixels!.length, note]).toEqual([144, "the picture is animated: the first of 2 frames is taken"]);
});

test("readPicture: says of the first place where it looked why there is none", async () => {
  const folder = folderOf({ broken: Buffer.from("no picture") });
  expect(await readPicture(["a", "b"], folder, size)).toEqual({ pixels: undefined, note: "there is no a" });
  expect(await readPicture(["a", "broken"], folder, size)).toEqual({
    pixels: undefined,
    note: expect.stringMatching(/^the picture can't be decoded: /),
  });
  expect(await readPicture([], folder, size)).toEqual({ pixels: undefined });
});
