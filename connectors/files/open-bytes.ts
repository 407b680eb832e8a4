import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Notice } from "./row.ts";
import { openZipMember } from "./zip-member.ts";

/** What a file is, by its first bytes. */
export type Container = "gzip" | "zip" | "parquet" | "plain";

/** Says what a file is by its first bytes, whatever its name. Throws FILE_NOT_FOUND, or FILE_UNREADABLE for a folder. */
export async function containerOf(path: string): Promise<Container> {
  try {
    const file = await open(path);
    try {
      if ((await file.stat()).isDirectory())
        throw new TwinstreamError("FILE_UNREADABLE", `"${path}" is a folder; name a file in it`);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
      return containerByMagic(buffer.subarray(0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError(error, path);
  }
}

/** The bytes of a file, unpacked when it is gzip or zip, in whatever pieces they come. Throws FILE_UNREADABLE where they are damaged or cut off. */
export async function* openBytes(path: string, container: Container, notice: Notice): AsyncGenerator<Uint8Array> {
  const { stream, close } =
    container === "zip"
      ? await openZipMember(path, notice).catch((error) => Promise.reject(fileError(error, path)))
      : { stream: createReadStream(path, { highWaterMark: 256 * 1024 }), close: () => {} };
  try {
    yield* gunzipped(stream);
  } catch (error) {
    throw fileError(error, path);
  } finally {
    stream.destroy();
    close();
  }
}

function containerByMagic(head: Uint8Array): Container {
  const magic = Buffer.from(head).toString("latin1");
  if (magic.startsWith("\x1f\x8b")) return "gzip";
  if (magic === "PK\x03\x04" || magic === "PK\x05\x06") return "zip";
  return magic === "PAR1" ? "parquet" : "plain";
}

/** Passes bytes on, unpacked when they turn out to be gzip: a zip may hold one. */
async function* gunzipped(source: Readable): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const first = await chunks.next();
  if (first.done) return;
  const rest = resume(first.value, chunks);
  if (containerByMagic(first.value.subarray(0, 4)) === "gzip") yield* unzip(rest);
  else yield* rest;
}

async function* unzip(packed: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const feeding = feed(packed, gunzip);
  try {
    yield* gunzip as AsyncIterable<Buffer>;
  } finally {
    gunzip.destroy();
    await feeding;
  }
}

/** Writes with back-pressure; a fault of the source is handed on to whoever reads. */
async function feed(packed: AsyncIterable<Buffer>, gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  try {
    for await (const chunk of packed) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk)) await drained(gunzip);
    }
    gunzip.end();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

function drained(gunzip: ReturnType<typeof createGunzip>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      gunzip.off("drain", done).off("close", done);
      resolve();
    };
    gunzip.on("drain", done).on("close", done);
    if (gunzip.destroyed) done();
  });
}

async function* resume(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function fileError(error: unknown, path: string): unknown {
  if (error instanceof TwinstreamError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new TwinstreamError("FILE_NOT_FOUND", `there is no file "${path}"`, error);
  if (code === "EISDIR")
    return new TwinstreamError("FILE_UNREADABLE", `"${path}" is a folder; name a file in it`, error);
  if (code === "Z_BUF_ERROR")
    return new TwinstreamError(
      "FILE_UNREADABLE",
      `"${path}" is cut off: its gzip data ends too early; copy it again`,
      error,
    );
  return new TwinstreamError("FILE_UNREADABLE", `"${path}" can't be read: ${message}`, error);
}
