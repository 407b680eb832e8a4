import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import type { ModelStore, StoredManifest } from "../model-store.ts";
import { asWriting, makeFolder, syncFolder, temporaryBeside, writeSynced } from "./atomic-write.ts";

type NewManifest = Omit<StoredManifest, "reference" | "files">;

const manifestName = "manifest.json";
const kindPattern = /^[a-z][a-z0-9]*(-[a-z0-9]*[a-z][a-z0-9]*)*$/;
const referencePattern = /^(.+)-([1-9]\d{0,8})$/;
const filePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/**
 * Models as folders, `<folder>/<kind>-<version>/{manifest.json, files}`, each written beside and renamed into place: a folder
 * is there whole or not at all, and two processes that add at once get two versions. Makes `folder` at the first `add`.
 */
export function openModelFolder<Of extends StoredManifest = Manifest>(folder: string): ModelStore<Of> {
  const store: ModelStore<Of> = {
    add: (manifest, files) => addModel(folder, manifest, files),
    async manifest(reference) {
      await checkReference(folder, reference);
      return readManifest<Of>(folder, reference);
    },
    async files(reference) {
      return readArtifact(folder, await store.manifest(reference));
    },
    async list(onDamaged) {
      const reading = (await references(folder)).map((found) => readOrTell(readManifest<Of>(folder, found), onDamaged));
      const manifests = (await Promise.all(reading)).filter((manifest) => manifest !== undefined);
      return manifests.sort((a, b) => a.trainedAt - b.trainedAt || compareReferences(a.reference, b.reference));
    },
  };
  return store;
}

async function addModel(folder: string, manifest: NewManifest, files: Artifact): Promise<string> {
  checkNames(manifest.kind, files);
  await makeFolder(folder);
  const temporary = temporaryBeside(join(folder, manifest.kind));
  return asWriting(folder, async () => {
    try {
      await mkdir(temporary);
      for (const [name, bytes] of Object.entries(files)) await writeSynced(join(temporary, name), bytes);
      return await publish(folder, temporary, { ...manifest, files: hashes(files) });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  });
}

/** Renames the finished folder to the next free version; another writer that took it first only moves this one up. */
async function publish(
  folder: string,
  temporary: string,
  manifest: Omit<StoredManifest, "reference">,
): Promise<string> {
  let version = await newestVersion(folder, manifest.kind);
  for (;;) {
    version += 1;
    const reference = `${manifest.kind}-${version}`;
    await rm(join(temporary, manifestName), { force: true });
    await writeSynced(join(temporary, manifestName), `${JSON.stringify({ ...manifest, reference }, null, 2)}\n`);
    await syncFolder(temporary);
    if (!(await renameIfFree(temporary, join(folder, reference)))) continue;
    await syncFolder(folder);
    return reference;
  }
}

/** A folder can't be renamed over one that holds files, and every model holds its manifest, so the rename itself is the lock. */
async function renameIfFree(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (["ENOTEMPTY", "EEXIST", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return false;
    throw error;
  }
}

async function checkReference(folder: string, reference: string): Promise<void> {
  const known = await references(folder);
  if (known.includes(reference)) return;
  const there =
    known.length > 0
      ? `there are: ${known.join(", ")}`
      : "there is none yet; train one with `twinstream train`, or pass the --data that has it";
  throw new TwinstreamError("MODEL_NOT_FOUND", `no model "${reference}" in "${folder}"; ${there}`);
}

async function readManifest<Of extends StoredManifest>(folder: string, reference: string): Promise<Of> {
  const path = join(folder, reference, manifestName);
  const text = (await readOrDamaged(path, reference)).toString("utf8");
  try {
    const manifest = JSON.parse(text) as Of;
    if (manifest.reference === reference && isRecord(manifest.files)) return manifest;
  } catch (error) {
    throw damaged(path, "is not JSON", reference, error);
  }
  throw damaged(path, `is not the manifest of "${reference}"`, reference);
}

async function readOrTell<Of>(
  reading: Promise<Of>,
  onDamaged: ((fault: TwinstreamError) => void) | undefined,
): Promise<Of | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (onDamaged === undefined || !(error instanceof TwinstreamError)) throw error;
    onDamaged(error);
    return undefined;
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

async function readArtifact(folder: string, manifest: StoredManifest): Promise<Artifact> {
  const files: Record<string, Uint8Array> = {};
  for (const [name, hash] of Object.entries(manifest.files)) {
    const path = join(folder, manifest.reference, name);
    if (!filePattern.test(name)) throw damaged(path, "has a name no model file has", manifest.reference);
    const bytes = await readOrDamaged(path, manifest.reference);
    if (sha256(bytes) !== hash)
      throw damaged(path, "was altered: its SHA-256 is not the manifest's", manifest.reference);
    files[name] = new Uint8Array(bytes);
  }
  return files;
}

async function readOrDamaged(path: string, reference: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw damaged(path, isMissing ? "is missing" : "can't be read", reference, error);
  }
}

function damaged(path: string, what: string, reference: string, cause?: unknown): TwinstreamError {
  const remedy = `restore it from a copy, or remove the folder of "${reference}" and train again`;
  return new TwinstreamError("DATA_DAMAGED", `"${path}" ${what}; ${remedy}`, cause);
}

/** References of a folder, by kind, then version as a number. */
async function references(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw new TwinstreamError("FILE_UNREADABLE", `can't list the models in "${folder}": ${error.message}`, error);
  });
  return names.filter((name) => splitReference(name) !== undefined).sort(compareReferences);
}

async function newestVersion(folder: string, kind: string): Promise<number> {
  const versions = (await references(folder)).map(splitReference).filter((found) => found?.kind === kind);
  return versions.at(-1)?.version ?? 0;
}

function splitReference(reference: string): { readonly kind: string; readonly version: number } | undefined {
  const [, kind, version] = referencePattern.exec(reference) ?? [];
  return kind !== undefined && kindPattern.test(kind) ? { kind, version: Number(version) } : undefined;
}

function compareReferences(left: string, right: string): number {
  const a = splitReference(left)!;
  const b = splitReference(right)!;
  return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.version - b.version;
}

function checkNames(kind: string, files: Artifact): void {
  if (!kindPattern.test(kind))
    throw new Error(`"${kind}" can't be a kind: lower-case words with "-" between, no bare number`);
  for (const name of Object.keys(files)) {
    if (!filePattern.test(name) || name === manifestName)
      throw new Error(`"${name}" can't be the name of a model file`);
  }
}

function hashes(files: Artifact): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, sha256(bytes)]));
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
