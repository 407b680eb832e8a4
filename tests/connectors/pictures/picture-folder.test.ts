import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPictureFolder, type PictureFolder } from "../../../connectors/pictures/picture-folder.ts";
import { tarOf } from "../../support/pictures.ts";

let place: string;
let pictures: PictureFolder;

const longName = `images/${"long/".repeat(30)}8.jpg`;

beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), "pictures-"));
  const root = join(place, "root");
  await mkdir(join(root, "images", "a b"), { recursive: true });
  await writeFile(join(root, "images", "1.jpg"), "one");
  await writeFile(join(root, "images", "a b", "2.jpg"), "two");
  await writeFile(join(root, "huge.jpg"), "");
  await truncate(join(root, "huge.jpg"), 40 * 1024 * 1024);
  await writeFile(join(place, "secret.jpg"), "secret");
  await symlink(join(place, "secret.jpg"), join(root, "link.jpg"));
  const tar = tarOf({ "images/7.jpg": Buffer.from("seven"), [longName]: Buffer.from("eight") });
  await writeFile(join(root, "photos.tar"), tar);
  await writeFile(join(root, "cut.tar"), tar.subarray(0, 514));
  await writeFile(join(root, "odd.tar"), Buffer.alloc(2048, "x"));
  pictures = await openPictureFolder(root);
});

afterAll(async () => {
  await pictures.close();
  await rm(place, { recursive: true, force: true });
});

async function found(reference: string): Promise<string> {
  const picture = await pictures.find(reference);
  return "bytes" in picture ? Buffer.from(picture.bytes).toString() : picture.fault;
}

test.for([
  ["images/1.jpg", "one"],
  ["./images/../images/1.jpg", "one"],
  ["photos.tar/images/7.jpg", "seven"],
  [`photos.tar/${longName}`, "eight"],
  ["https://shop.example/images/1.jpg?width=300", "one"],
  ["https://shop.example/images/a%20b/2.jpg", "two"],
  ["https://shop.example/photos.tar/images/7.jpg", "seven"],
  [`data:image/jpeg;base64,${Buffer.from("three").toString("base64")}`, "three"],
] as const)("picture folder: finds %s", async ([reference, text]) => {
  expect(await found(reference)).toBe(text);
});

test("picture folder: finds a file address within it", async () => {
  expect(await found(pathToFileURL(join(place, "root", "images", "1.jpg")).href)).toBe("one");
});

test.for([
  ["images/9.jpg", 'there is no picture "images/9.jpg"'],
  ["photos.tar/images/9.jpg", 'there is no picture "images/9.jpg" in the archive'],
  ["../secret.jpg", '"../secret.jpg" is outside the folder of pictures'],
  ["/etc/hosts", '"/etc/hosts" is outside the folder of pictures'],
  ["file:///etc/hosts", '"file:///etc/hosts" is outside the folder of pictures'],
  ["", '"" is outside the folder of pictures'],
  [
    "https://shop.example/%2e%2e%2fsecret.jpg",
    '"https://shop.example/%2e%2e%2fsecret.jpg" is outside the folder of pictures',
  ],
  ["images/1\0.jpg", '"images/1\0.jpg" is outside the folder of pictures'],
  ["link.jpg", '"link.jpg" is outside the folder of pictures'],
  ["huge.jpg", 'the picture "huge.jpg" has 40 MB, more than 32 MB'],
  ["data:image/png,text", "the picture's data address is not base64"],
  ["data:image/png;base64,", "the picture's data address is empty"],
] as const)("picture folder: has nothing for %s", async ([reference, fault]) => {
  expect(await found(reference)).toBe(fault);
});

test("picture folder: says what is wrong with an archive, each time it is asked", async () => {
  for (const name of ["cut.tar", "cut.tar", "odd.tar"])
    expect(await found(`${name}/images/7.jpg`)).toMatch(
      /" is no tar, or is cut off or compressed; unpack or copy it again$/,
    );
  expect(await found("none.tar/images/7.jpg")).toMatch(/^can't open the archive/);
});

test("openPictureFolder: refuses a folder that is not there", async () => {
  await expect(openPictureFolder(join(place, "none"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
