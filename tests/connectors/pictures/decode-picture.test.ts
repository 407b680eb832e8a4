import sharp from "sharp";
import { expect, test } from "vitest";
import { decodePicture, type Pixels } from "../../../connectors/pictures/decode-picture.ts";
import { animatedPicture, greyPicture, pixelBomb, plainPicture, printPicture } from "../../support/pictures.ts";

const size = { width: 6, height: 8 };

/** The colour of a pixel, each part rounded so that JPEG's losses don't show. */
function colourAt({ values, width }: Pixels, x: number, y: number): readonly number[] {
  return [0, 1, 2].map((part) => Math.round(values[(y * width + x) * 3 + part]! / 32) * 32);
}

async function decoded(bytes: Uint8Array) {
  const found = await decodePicture(bytes, size);
  if ("fault" in found) throw new Error(found.fault);
  return found;
}

test.for(["jpeg", "png", "webp", "gif", "tiff"] as const)("decodePicture: reads %s", async (format) => {
  const { pixels, remarks } = await decoded(await plainPicture("#c04000", { format }));
  expect([pixels.width, pixels.height, pixels.values.length, remarks]).toEqual([6, 8, 144, []]);
  expect(colourAt(pixels, 3, 4)).toEqual([192, 64, 0]);
});

test("decodePicture: keeps the whole of a picture of another form, white beside it", async () => {
  const { pixels } = await decoded(await plainPicture("#000000", { width: 80, height: 80 }));
  expect([0, 4, 7].map((y) => colourAt(pixels, 3, y))).toEqual([
    [256, 256, 256],
    [0, 0, 0],
    [256, 256, 256],
  ]);
});

test("decodePicture: what is transparent is white", async () => {
  const clear = { width: 6, height: 8, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  const { pixels } = await decoded(await sharp({ create: clear }).png().toBuffer());
  expect(pixels.values.every((value) => value === 255)).toBe(true);
});

test("decodePicture: turns a photo upright", async () => {
  const lying = sharp({ create: { width: 8, height: 6, channels: 3, background: "black" } });
  const corner = await sharp({ create: { width: 4, height: 6, channels: 3, background: "red" } })
    .png()
    .toBuffer();
  const photo = await lying
    .composite([{ input: corner, left: 0, top: 0 }])
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  const { pixels } = await decoded(photo);
  expect([colourAt(pixels, 3, 0), colourAt(pixels, 3, 7)]).toEqual([
    [256, 0, 0],
    [0, 0, 0],
  ]);
});

test("decodePicture: takes the first frame of an animated picture, and says so", async () => {
  const { pixels, remarks } = await decoded(await animatedPicture(["#ff0000", "#00ff00", "#0000ff"]));
  expect(remarks).toEqual(["the picture is animated: the first of 3 frames is taken"]);
  expect(colourAt(pixels, 3, 4)).toEqual([256, 0, 0]);
});

test("decodePicture: gives a grey picture three equal colours, and says so", async () => {
  const { pixels, remarks } = await decoded(await greyPicture());
  expect(remarks).toEqual(["the picture is grey"]);
  expect(pixels.values).toHaveLength(144);
  expect(colourAt(pixels, 3, 4)).toEqual([128, 128, 128]);
});

test("decodePicture: converts the colours of print, and says so", async () => {
  const { pixels, remarks } = await decoded(await printPicture("#ffffff"));
  expect(remarks).toEqual(["the picture has the colours of print (CMYK), they were converted"]);
  expect(colourAt(pixels, 3, 4)).toEqual([256, 256, 256]);
});

test("decodePicture: refuses a bomb of pixels without decoding it", async () => {
  const bomb = await pixelBomb(10_000, 6_000);
  expect(bomb.length).toBeLessThan(100_000);
  expect(await decodePicture(bomb, size)).toEqual({
    fault: "the picture has 10000 × 6000 pixels, more than 50 million",
  });
});

test("decodePicture: refuses what is no picture, with the reason", async () => {
  const whole = await plainPicture("#c04000", { width: 600, height: 800, format: "jpeg" });
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="6" height="8"><rect width="6" height="8"/></svg>',
  );
  expect(await decodePicture(new Uint8Array(), size)).toEqual({ fault: "the picture is empty" });
  expect(await decodePicture(Buffer.alloc(33 * 1024 * 1024), size)).toEqual({
    fault: "the picture has 33 MB, more than 32 MB",
  });
  expect(await decodePicture(Buffer.from("no picture"), size)).toEqual({
    fault: expect.stringMatching(/^the picture can't be decoded: /),
  });
  expect(await decodePicture(whole.subarray(0, whole.length / 2), size)).toEqual({
    fault: expect.stringMatching(/^the picture can't be decoded: /),
  });
  expect(await decodePicture(svg, size)).toEqual({
    fault: "the picture is svg; give one of jpeg, png, webp, gif, tiff, heif",
  });
});
