import { decodePicture, type PictureSize } from "../../connectors/pictures/decode-picture.ts";
import type { PictureFolder } from "../../connectors/pictures/picture-folder.ts";

/** What became of a product's picture. */
export interface ReadPicture {
  /** Height × width × 3 bytes; undefined where there is no picture that can be used. */
  readonly pixels: Uint8Array | undefined;
  /** Why there are no pixels, or what was done to get them; absent where there is nothing to say. */
  readonly note?: string;
}

/** Finds the first picture that is there of some references, and brings it to a size. A product without any reference has none, and nothing to say. */
export async function readPicture(
  references: readonly string[],
  folder: PictureFolder,
  size: PictureSize,
): Promise<ReadPicture> {
  let note: string | undefined;
  for (const reference of references) {
    const found = await folder.find(reference);
    if ("fault" in found) {
      note ??= found.fault;
      continue;
    }
    const decoded = await decodePicture(found.bytes, size);
    if ("fault" in decoded) return { pixels: undefined, note: decoded.fault };
    const { pixels, remarks } = decoded;
    return { pixels: pixels.values, ...(remarks.length > 0 && { note: remarks.join("; ") }) };
  }
  return { pixels: undefined, ...(note !== undefined && { note }) };
}
