import type { Metadata } from "sharp";
import { loadSharp } from "./load-sharp.ts";

/** Width and height in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A picture as numbers. */
export interface Pixels extends PictureSize {
  /** Height × width × 3: red, green and blue from 0 to 255. */
  readonly values: Uint8Array;
}

/** A picture that could be read, and what was done to it that its owner may want to know; or why it could not be. */
export type Decoded = { readonly pixels: Pixels; readonly remarks: readonly string[] } | { readonly fault: string };

/** More pixels than any photo of a product; decoding them would fill the memory. */
const mostPixels = 50_000_000;
/** A picture of a product is smaller. */
export const mostPictureBytes = 32 * 1024 * 1024;
const mostSeconds = 10;

/** What is decoded: nothing that draws by instructions, such as SVG or PDF, as those may name other files. */
const formats = ["jpeg", "png", "webp", "gif", "tiff", "heif"];

/**
 * A picture in a size: turned upright as its EXIF says, in sRGB, what is transparent on white, the whole of it within the size with white at
 * the sides that it doesn't fill. Of an animated picture the first frame is taken, and grey ones and those for print get colours; `remarks` say so.
 */
export async function decodePicture(bytes: Uint8Array, size: PictureSize): Promise<Decoded> {
  if (bytes.length === 0) return { fault: "the picture is empty" };
  if (bytes.length > mostPictureBytes)
    return { fault: `the picture has ${megabytes(bytes.length)}, more than ${megabytes(mostPictureBytes)}` };
  const sharp = await loadSharp();
  try {
    const metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
    const fault = faultOf(metadata);
    return fault === undefined ? { pixels: await pixelsOf(bytes, size), remarks: remarksOn(metadata) } : { fault };
  } catch (error) {
    return { fault: `the picture can't be decoded: ${reasonOf(error)}` };
  }
}

function faultOf({ format, width, height, pageHeight }: Metadata): string | undefined {
  if (!formats.includes(format)) return `the picture is ${format}; give one of ${formats.join(", ")}`;
  const pixels = width * (pageHeight ?? height);
  if (pixels <= mostPixels) return undefined;
  return `the picture has ${width} × ${pageHeight ?? height} pixels, more than ${mostPixels / 1e6} million`;
}

function remarksOn({ pages = 1, space }: Metadata): readonly string[] {
  return [
    ...(pages > 1 ? [`the picture is animated: the first of ${pages} frames is taken`] : []),
    ...(space === "b-w" || space === "grey16" ? ["the picture is grey"] : []),
    ...(space === "cmyk" ? ["the picture has the colours of print (CMYK), they were converted"] : []),
  ];
}

async function pixelsOf(bytes: Uint8Array, { width, height }: PictureSize): Promise<Pixels> {
  const sharp = await loadSharp();
  const { data } = await sharp(bytes, { limitInputPixels: mostPixels, failOn: "truncated", pages: 1 })
    .timeout({ seconds: mostSeconds })
    .autoOrient()
    .resize({ width, height, fit: "contain", background: "white" })
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width, height, values: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** The library's sentences end in stack-like lines; the first says what is wrong. */
function reasonOf(error: unknown): string {
  return (error as Error).message.split("\n", 1)[0]!.trim();
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}
