import type { Readable } from "node:stream";
import { type Entry, openPromise } from "yauzl";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Notice } from "./row.ts";

/** The bytes of the largest file in a zip; the notice names it when there are others. `close` lets go of the zip. */
export async function openZipMember(path: string, notice: Notice): Promise<{ stream: Readable; close: () => void }> {
  const zip = await openPromise(path, { lazyEntries: true, autoClose: false });
  try {
    const members: Entry[] = [];
    for await (const entry of zip.eachEntry()) if (isFile(entry)) members.push(entry);
    const largest = members.reduce<Entry | undefined>(
      (best, entry) => (best && best.uncompressedSize >= entry.uncompressedSize ? best : entry),
      undefined,
    );
    if (largest === undefined)
      throw new TwinstreamError("FILE_UNREADABLE", `"${path}" is a zip without any file in it`);
    if (largest.isEncrypted())
      throw new TwinstreamError("FILE_UNREADABLE", `"${path}" is protected by a password; unpack it and name the file`);
    if (members.length > 1)
      notice(`the zip holds ${members.length} files: the largest, "${largest.fileName}", is read`);
    return { stream: await zip.openReadStreamPromise(largest), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Leaves out folders and what macOS adds to every zip. */
function isFile(entry: Entry): boolean {
  return !entry.fileName.endsWith("/") && !entry.fileName.startsWith("__MACOSX/");
}
