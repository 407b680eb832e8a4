import type { Pixels } from "./decode-picture.ts";
import { loadSharp } from "./load-sharp.ts";

/** A picture as a `data:` address that a page can show. */
export async function pictureAddress({ width, height, values }: Pixels): Promise<string> {
  const sharp = await loadSharp();
  const jpeg = await sharp(values, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 85 })
    .toBuffer();
  return `data:image/jpeg;base64,${jpeg.toString("base64")}`;
}
