import { existsSync } from "node:fs";
import { readFile, rename } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { asWriting, makeFolder, writeAtomically } from "./atomic-write.ts";

/**
 * Writes texts by path, each whole or not at all. Files that say something else are kept beside, all under the lowest number that is free:
 * `ladder.html` becomes `ladder-1.html`. Gives the paths of what was kept. Throws FOLDER_UNWRITABLE.
 */
export async function writeKeepingEarlier(texts: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const paths = Object.keys(texts);
  for (const path of paths) await makeFolder(dirname(path));
  const isSame = await Promise.all(
    paths.map(async (path) => !existsSync(path) || (await textOf(path)) === texts[path]),
  );
  const kept = isSame.every(Boolean) ? [] : await keep(paths.filter((path) => existsSync(path)));
  for (const [path, text] of Object.entries(texts)) await writeAtomically(path, text);
  return kept;
}

async function textOf(path: string): Promise<string> {
  return asWriting(path, () => readFile(path, "utf8"));
}

async function keep(paths: readonly string[]): Promise<readonly string[]> {
  let number = 1;
  while (paths.some((path) => existsSync(numbered(path, number)))) number += 1;
  for (const path of paths) await asWriting(path, () => rename(path, numbered(path, number)));
  return paths.map((path) => numbered(path, number));
}

function numbered(path: string, number: number): string {
  const extension = extname(path);
  return `${path.slice(0, path.length - extension.length)}-${number}${extension}`;
}
