import { crc32 } from "node:zlib";
import sharp from "sharp";

/** Sizes and formats of pictures that tests make. */
type Format = "jpeg" | "png" | "webp" | "gif" | "tiff";

/** A picture of one colour. */
export function plainPicture(
  colour: string,
  { width = 60, height = 80, format = "png" as Format } = {},
): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: colour } })
    .toFormat(format)
    .toBuffer();
}

/** A GIF whose frames have these colours. */
export async function animatedPicture(colours: readonly string[]): Promise<Buffer> {
  const frames = await Promise.all(colours.map((colour) => plainPicture(colour)));
  return sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
}

/** A grey JPEG, as many bytes a pixel as it needs. */
export function greyPicture(): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 80, channels: 3, background: "#808080" } })
    .toColourspace("b-w")
    .jpeg()
    .toBuffer();
}

/** A JPEG for print. */
export function printPicture(colour: string): Promise<Buffer> {
  return sharp({ create: { width: 60, height: 80, channels: 3, background: colour } })
    .toColourspace("cmyk")
    .jpeg()
    .toBuffer();
}

/** A PNG of a few bytes that says it has so many pixels. */
export async function pixelBomb(width: number, height: number): Promise<Buffer> {
  const bomb = Buffer.from(await plainPicture("white", { width: 1, height: 1 }));
  // after the signature: length, then "IHDR", width and height, five more bytes, their checksum
  bomb.writeUInt32BE(width, 16);
  bomb.writeUInt32BE(height, 20);
  bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
  return bomb;
}

/** A tar as GNU tar writes it, with these files. */
export function tarOf(files: Readonly<Record<string, Uint8Array>>): Buffer {
  const members = Object.entries(files).flatMap(([name, bytes]) => {
    const isLong = Buffer.byteLength(name) > 100;
    const own = [tarHeader(name.slice(0, 100), bytes.length, "0"), padded(bytes)];
    return isLong ? [tarHeader("././@LongLink", name.length + 1, "L"), padded(Buffer.from(`${name}\0`)), ...own] : own;
  });
  return Buffer.concat([...members, Buffer.alloc(1024)]);
}

function tarHeader(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write("0000644\0", 100);
  block.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  block.fill(" ", 148, 156);
  block.write(type, 156);
  block.write("ustar\u000000", 257, "latin1");
  const sum = block.reduce((all, byte) => all + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function padded(bytes: Uint8Array): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}
