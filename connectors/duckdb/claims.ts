import { link, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { TwinstreamError } from "../../schemas/errors.ts";
import { syncFolder, writeSynced } from "../files/atomic-write.ts";
import { namesIn, padded } from "./layout.ts";
import { temporaryName } from "./temporary-files.ts";

/*
 * How a range is kept once, whoever writes, whenever a writer is killed or sleeps.
 *
 * A writer first puts all files of its range into `temporary/`, whole and synced. Then it creates one small file, the claim, exclusively;
 * that is the moment at which the range is kept. Only after that are the files renamed to where readers look. A claim is named by the position
 * that it goes on from (the offset after the previous claim's last), so the claims of a topic partition are a chain, and two writers
 * that both go on from one position meet at the same name: one of them wins, the other sees what the winner kept and drops those rows.
 *
 * - A writer killed before its claim has kept nothing; its temporary files are removed later.
 * - A writer killed after its claim has kept everything: each file is at its temporary name or at its final one, and whoever
 *   asks for the position does the renames that are left. Nothing is ever taken back, so nothing has to be read from the log again.
 * - A writer that sleeps through its lease between claim and renames finds its temporary files gone when it wakes, which can only mean
 *   that another has renamed them: a rename happens once, under one name, so no row is doubled.
 * - A writer that sleeps before its claim may wake when the claim it would have met is pruned already. So it looks, after creating its own,
 *   for a newer claim, and withdraws when there is one. There always is: the newest is never removed, and of the older ones several
 *   stay, so that a listing that runs while claims come and go can't miss them all. Killed before it withdraws, it leaves a claim that is not the newest:
 *   nobody finishes that, and its files were never published.
 * - A gap can't arise: a claim is created only by a writer that has finished the one before it, and covers all that its log held from there to its last offset.
 */

/** A range that is kept, and its files: where they were written and where they belong, relative to the table's folder. */
export interface Claim {
  readonly topic: string;
  readonly partition: number;
  /** The position that it goes on from: the offset after the claim before it, 0 for the first. */
  readonly from: number;
  readonly first: number;
  readonly last: number;
  readonly files: readonly { readonly temporary: string; readonly final: string }[];
}

/** Where claims lie in a table's folder. */
export const claimsFolder = "claims";

/** So many claims of a topic partition stay: the newest counts, the others are for writers that wake late. */
const keptClaims = 8;

const claimName = /^(.+)-(\d+)-(\d{16})\.json$/;

/** The newest claim of a topic partition, or undefined when there is none. Throws DATA_DAMAGED when it can't be read. */
export async function newestClaim(tableFolder: string, topic: string, partition: number): Promise<Claim | undefined> {
  for (;;) {
    const name = (await claimNames(tableFolder, topic, partition)).at(-1);
    if (name === undefined) return undefined;
    const claim = await readClaim(join(tableFolder, claimsFolder, name));
    if (claim !== undefined) return claim;
  }
}

/** The position that the newest claim of each topic partition goes on from, by `topic-partition`. */
export async function newestPositions(tableFolder: string): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  for (const name of await namesIn(join(tableFolder, claimsFolder))) {
    const match = claimName.exec(name);
    if (match !== null) newest.set(`${match[1]}-${match[2]}`, Number(match[3]));
  }
  return newest;
}

/** Temporary files that some claim names: they may still have to be renamed. */
export async function claimedTemporaries(tableFolder: string): Promise<ReadonlySet<string>> {
  const names = (await namesIn(join(tableFolder, claimsFolder))).filter((name) => claimName.test(name));
  const claims = await Promise.all(names.map((name) => readClaim(join(tableFolder, claimsFolder, name))));
  return new Set(claims.flatMap((claim) => claim?.files.map((file) => file.temporary) ?? []));
}

/**
 * Claims a range whose files are written and synced. False when another writer has gone on from the same position or further: then
 * nothing is kept.
 */
export async function createClaim(tableFolder: string, claim: Claim): Promise<boolean> {
  const folder = join(tableFolder, claimsFolder);
  const path = join(folder, nameOfClaim(claim));
  if (!(await createExclusively(tableFolder, path, JSON.stringify(claim)))) return false;
  const names = await claimNames(tableFolder, claim.topic, claim.partition);
  if (names.at(-1) !== nameOfClaim(claim)) {
    await rm(path, { force: true });
    return false;
  }
  await syncFolder(folder);
  await prune(folder, names);
  return true;
}

/** Does the renames of a claim that are not done yet; any number of processes may do so at once. */
export async function finishClaim(tableFolder: string, claim: Claim): Promise<void> {
  const folders = new Set<string>();
  for (const file of claim.files) {
    const final = join(tableFolder, file.final);
    await mkdir(dirname(final), { recursive: true });
    await renameOnce(join(tableFolder, file.temporary), final);
    folders.add(dirname(final));
  }
  await Promise.all([...folders].map(syncFolder));
  if (folders.size > 0) await syncFolder(tableFolder);
}

function nameOfClaim(claim: Claim): string {
  return `${claim.topic}-${claim.partition}-${padded(claim.from)}.json`;
}

async function claimNames(tableFolder: string, topic: string, partition: number): Promise<readonly string[]> {
  const names = await namesIn(join(tableFolder, claimsFolder));
  return names.filter((name) => {
    const match = claimName.exec(name);
    return match !== null && match[1] === topic && Number(match[2]) === partition;
  });
}

async function readClaim(path: string): Promise<Claim | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Claim;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    const remedy = "restore the table's folder from a backup, or remove it and record its topic again";
    throw new TwinstreamError("DATA_DAMAGED", `the claim "${path}" can't be read: ${remedy}`, error);
  }
}

/** Links a file that is whole already, so that nobody ever reads half a claim. */
async function createExclusively(tableFolder: string, path: string, text: string): Promise<boolean> {
  const whole = join(tableFolder, temporaryName("claim.json"));
  await writeSynced(whole, text);
  try {
    await link(whole, path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

async function prune(folder: string, names: readonly string[]): Promise<void> {
  const old = names.slice(0, -keptClaims);
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}

/** A file that is gone from its temporary name was renamed by another: it was whole and synced before its claim was created. */
async function renameOnce(temporary: string, final: string): Promise<void> {
  try {
    await rename(temporary, final);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
