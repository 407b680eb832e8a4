import { TwinstreamError } from "../../schemas/errors.ts";
import { groupBy } from "../../schemas/group-by.ts";
import type { TableName } from "../../schemas/tables.ts";
import type { ObjectEntry } from "../objects/object-store.ts";
import { padded } from "./layout.ts";

/*
 * How tables lie in a bucket, and why each range is there once, whoever writes, whenever a writer is killed or sleeps.
 *
 * The ranges of a topic partition are a chain of objects, numbered from 0: `scores/scores-3/0-0000000000000017.parquet` is the 18th. An object is
 * one Parquet file with all rows of its range, whatever their day, and carries the first and last offset of the range as labels. A
 * storage has no rename, but it can put an object only where none is, whole or not at all, and so an object is its own claim: a
 * writer that knows link 17 to be the newest, and where its range ends, writes its rows from there to a local file and puts it as link 18.
 *
 * - Of two writers that go on from one link one puts the next, the other is refused, reads where that range ends and goes on with its rest.
 *   So ranges can't overlap; and as nobody numbers a link without having read the one before it, there is no gap.
 * - A writer killed before its put has kept nothing; killed after it, everything. There is nothing to finish and nothing to clean up.
 * - A put whose answer was lost is tried again and refused by its own object, which the store knows by its bytes and labels.
 *
 * Sixteen neighbours are merged into one object, sixteen of those into one again: `1-…16` stands for links 16 to 31, `2-…0` for 0 to 255.
 * What a merged object holds follows from its name alone, and links never change (but for the rows of users who were erased, see
 * object-erasures.ts), so any number of processes may merge at once, and as late as they
 * like: they put the same rows under the same name. An object counts unless a merged one above it is there; its inputs are removed when the
 * merged one has been there for the time of grace, so whoever lists sees either the merged one or all of its inputs.
 *
 * - Only removing makes a number free again. A writer that slept since before others went on may wake and put a link whose place is long merged.
 *   Readers leave that one out, by its name, as a merged object stands above it: no row is doubled at any moment. The writer looks for such an object
 *   after each put; where there is one it goes on where the chain ends, and the next compaction removes what it left, also when it is killed in between.
 * - So what is read under a name is the true link as long as nothing stands above it afterwards: whoever sleeps between listing and reading looks again.
 * - In the same way a merged object that comes too late lies below one of a higher level, or is refused; and the first of its name was made while
 *   all of its inputs were there, none of them removed before.
 */

/** An object of a chain: a range as it was kept (level 0), or what 16 objects of the level below were merged into. */
export interface Link {
  readonly table: TableName;
  readonly topic: string;
  readonly partition: number;
  readonly level: number;
  /** Number of the first range in it. */
  readonly number: number;
}

/** How often what was merged while it was read is looked for anew: merging takes longer than looking, so once or twice should do. */
export const mostLooks = 20;

/** The error for a storage whose listings don't settle. */
export function unsettled(address: string, prefix: string): TwinstreamError {
  const what = `the storage "${address}" lists objects under "${prefix}" that it does not have when they are asked for`;
  return new TwinstreamError("STORAGE_UNAVAILABLE", `${what}; use one whose listings are consistent`);
}

/** A link that is there. */
export interface FoundLink extends Link, ObjectEntry {}

/** So many neighbours are merged into one. */
export const fanout = 16;
/** More than any bucket holds: 16 to the power of 8 ranges in one object. */
const highestLevel = 8;

const linkKey = /^([^/]+)\/(.+)-(\d+)\/(\d)-(\d{16})\.parquet$/;

/** `TABLE/TOPIC-PARTITION/`, before the keys of a chain. */
export function chainPrefix({ table, topic, partition }: Omit<Link, "level" | "number">): string {
  return `${table}/${topic}-${partition}/`;
}

/** `TABLE/TOPIC-PARTITION/LEVEL-NUMBER.parquet`: ranges come before what they were merged into, in order of their numbers. */
export function keyOfLink(link: Link): string {
  return `${chainPrefix(link)}${link.level}-${padded(link.number)}.parquet`;
}

/** What comes after all ranges of a chain, and before all merged objects. */
export function startOfMerged(prefix: string): string {
  return `${prefix}1`;
}

/** The links among the objects of a table. */
export function linksAmong(entries: readonly ObjectEntry[]): readonly FoundLink[] {
  return entries.flatMap((entry): FoundLink[] => {
    const match = linkKey.exec(entry.key);
    if (match === null) return [];
    const [, table, topic, partition, level, number] = match;
    const place = { table: table as TableName, topic: topic!, partition: Number(partition) };
    return [{ ...entry, ...place, level: Number(level), number: Number(number) }];
  });
}

/** The number after the last range in an object. */
export function endOf({ level, number }: Link): number {
  return number + fanout ** level;
}

/** The object of a level that stands for another of a lower one. */
export function above(link: Link, level: number): Link {
  const { table, topic, partition } = link;
  return { table, topic, partition, level, number: link.number - (link.number % fanout ** level) };
}

/** Finds the merged objects that stand above a link, lowest first. */
export function finderAbove(links: readonly FoundLink[]): (link: Link) => readonly FoundLink[] {
  const byKey = new Map(links.map((link) => [link.key, link]));
  return (link) => {
    const levels = Array.from({ length: highestLevel - link.level }, (_, i) => link.level + 1 + i);
    return levels.map((level) => byKey.get(keyOfLink(above(link, level)))).filter((found) => found !== undefined);
  };
}

/**
 * The links that count, each chain in order. It ends before a number that is missing, as happens where a listing of several pages sees a later link and
 * not the one before it: what a reader sees is always the beginning of the chain.
 */
export function liveLinks(links: readonly FoundLink[]): readonly FoundLink[] {
  const standsAbove = finderAbove(links);
  const counting = links.filter((link) => standsAbove(link).length === 0);
  return [...groupBy(counting, chainPrefix).values()].flatMap(withoutGap);
}

function withoutGap(chain: readonly FoundLink[]): readonly FoundLink[] {
  const sorted = [...chain].sort((a, b) => a.number - b.number);
  const gap = sorted.findIndex((link, i) => link.number !== (i === 0 ? 0 : endOf(sorted[i - 1]!)));
  return gap < 0 ? sorted : sorted.slice(0, gap);
}
