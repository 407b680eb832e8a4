import { readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { TwinstreamError } from "../../schemas/errors.ts";
import { mostPictureBytes } from "./decode-picture.ts";
import { openTar, type TarMembers } from "./tar-members.ts";

/** The bytes of a picture, or why there are none. */
export type FoundPicture = { readonly bytes: Uint8Array } | { readonly fault: string };

/** Finds the pictures that a catalog names. */
export interface PictureFolder {
  /**
   * The picture of a reference: a path in the folder, which may lead through a tar (`photos.tar/images/7.jpg`); a web address, whose path is
   * looked up in the folder; a `file:` address in it; or the picture itself as a `data:` address. Nothing is fetched, and nothing outside the folder is read.
   */
  find(reference: string): Promise<FoundPicture>;
  close(): Promise<void>;
}

/** Where there is no folder: only `data:` addresses have a picture. */
export const noPictureFolder: PictureFolder = {
  async find(reference) {
    if (reference.startsWith("data:")) return bytesOfAddress(reference);
    return { fault: "there is no folder of pictures; name one with --pictures" };
  },
  close: async () => {},
};

/** Opens a folder of pictures. Throws FILE_NOT_FOUND where there is none. */
export async function openPictureFolder(folder: string): Promise<PictureFolder> {
  const root = await realpath(folder).catch((error: Error) => {
    throw new TwinstreamError("FILE_NOT_FOUND", `there is no folder of pictures "${folder}"; name another`, error);
  });
  const tars = new Map<string, Promise<TarMembers>>();
  return {
    async find(reference) {
      if (reference.startsWith("data:")) return bytesOfAddress(reference);
      const path = pathOf(reference, root);
      return path === undefined
        ? { fault: `"${reference}" is outside the folder of pictures` }
        : read(root, path, tars);
    },
    async close() {
      // one that could not be opened was told of when it was asked for
      for (const tar of tars.values()) await (await tar.catch(() => undefined))?.close();
    },
  };
}

function bytesOfAddress(address: string): FoundPicture {
  const comma = address.indexOf(",");
  const [, ...parameters] = address.slice(5, comma < 0 ? undefined : comma).split(";");
  if (comma < 0 || !parameters.includes("base64")) return { fault: "the picture's data address is not base64" };
  const bytes = Buffer.from(address.slice(comma + 1), "base64");
  return bytes.length > 0 ? { bytes } : { fault: "the picture's data address is empty" };
}

/** The path of a reference within the folder; undefined where it leads out of it. */
function pathOf(reference: string, root: string): string | undefined {
  const path = resolve(root, plainPath(reference));
  const within = relative(root, path);
  const isWithin = within !== "" && within !== ".." && !within.startsWith(`..${sep}`) && !isAbsolute(within);
  return isWithin && !path.includes("\0") ? within : undefined;
}

function plainPath(reference: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(reference)) return reference;
  try {
    const url = new URL(reference);
    if (url.protocol === "file:") return fileURLToPath(url);
    return `.${decodeURIComponent(url.pathname)}`;
  } catch {
    return "."; // no address that could lead to a file
  }
}

async function read(root: string, path: string, tars: Map<string, Promise<TarMembers>>): Promise<FoundPicture> {
  const [, tar, member] = /^(.*?\.tar)[/\\](.+)$/.exec(path) ?? [];
  try {
    return tar === undefined ? await readPlain(root, path) : await readPacked(join(root, tar), member!, tars);
  } catch (error) {
    if (error instanceof TwinstreamError) return { fault: error.message };
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === "ENOENT" || code === "ENOTDIR";
    return { fault: isMissing ? `there is no picture "${path}"` : `the picture "${path}" can't be read: ${message}` };
  }
}

async function readPlain(root: string, path: string): Promise<FoundPicture> {
  // a link in the folder may lead out of it
  const real = await realpath(join(root, path));
  if (relative(root, real).startsWith("..")) return { fault: `"${path}" is outside the folder of pictures` };
  const { size } = await stat(real);
  if (size > mostPictureBytes)
    return { fault: `the picture "${path}" has ${Math.round(size / 1024 / 1024)} MB, more than 32 MB` };
  return { bytes: await readFile(real) };
}

async function readPacked(tar: string, member: string, tars: Map<string, Promise<TarMembers>>): Promise<FoundPicture> {
  const opening = tars.get(tar) ?? openTar(tar);
  tars.set(tar, opening);
  const bytes = await (await opening).read(member.replaceAll("\\", "/"));
  return bytes === undefined ? { fault: `there is no picture "${member}" in the archive` } : { bytes };
}
