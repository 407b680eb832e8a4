import type { Clock } from "../../connectors/clock.ts";
import { tablesOfUsers } from "../../connectors/duckdb/erasures.ts";
import { runSql } from "../../connectors/duckdb/run-sql.ts";
import type { DataFolder } from "../../connectors/files/data-folder.ts";
import { idFault } from "../../schemas/checks.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { type TopicName, topicNames, topics } from "../../schemas/topics.ts";
import { userHasher } from "../record/hash-user.ts";
import { hideUser, tablesToRead } from "../tables.ts";

/** What an erasure did, and what is left where. Times are milliseconds since 1970 UTC. */
export interface Erasure {
  /** The keyed hash that stands for the user in the tables. */
  readonly user: string;
  readonly erasedAt: number;
  /** How many rows of each table are hidden now; the files that hold them are written anew at the next compaction. */
  readonly hidden: Readonly<Record<string, number>>;
  /** Topics that may hold events of the user as they were sent, until when. */
  readonly topics: readonly { readonly topic: TopicName; readonly until: number }[];
}

/** What an erasure needs. */
export interface EraseOptions {
  readonly folder: Pick<DataFolder, "path" | "tables" | "userKey">;
  /** Where the tables are that are not in the folder, `s3://BUCKET/PREFIX`. */
  readonly address?: string | undefined;
  readonly clock: Clock;
}

/**
 * Hides the rows of a user that were sent until now from every query, at once and for good, wherever they are recorded from later. Events in topics go
 * when their retention ends. Throws WRONG_USAGE for what is no id, FOLDER_UNWRITABLE or STORAGE_UNAVAILABLE.
 */
export async function eraseUser(userId: string, { folder, address, clock }: EraseOptions): Promise<Erasure> {
  const fault = idFault(userId, "user id");
  if (fault !== undefined) throw new TwinstreamError("WRONG_USAGE", `${fault}; give it as the shop names the user`);
  const user = userHasher(folder.userKey)(userId);
  const erasedAt = clock.now();
  const before = await rowsOf(await tablesToRead(folder, address), user);
  await hideUser(folder, address, { user, until: erasedAt });
  const after = await rowsOf(await tablesToRead(folder, address), user);
  const hidden = Object.fromEntries(tablesOfUsers.map((table) => [table, before[table]! - after[table]!]));
  return {
    user,
    erasedAt,
    hidden,
    topics: topicsOfUsers.map((topic) => ({ topic, until: heldUntil(topic, erasedAt) })),
  };
}

async function rowsOf(tablesFolder: string, user: string): Promise<Readonly<Record<string, number>>> {
  const counts = tablesOfUsers.map((table) => `(SELECT count(*) FROM ${table} WHERE user_id = '${user}')::INTEGER`);
  const { chunks } = await runSql({ tablesFolder, sql: `SELECT ${counts.join(", ")}` });
  for await (const [row] of chunks)
    return Object.fromEntries(tablesOfUsers.map((table, i) => [table, Number(row![i])]));
  throw new Error("a SELECT of counts gave no row");
}

/** Those whose events name the user, and dead letters, which hold events as they came. */
const topicsOfUsers = topicNames.filter((topic) => {
  const { fields } = currentSchemas[topic] as { readonly fields: readonly { readonly name: string }[] };
  return topic === "dead-letters" || fields.some(({ name }) => name === "userId");
});

function heldUntil(topic: TopicName, now: number): number {
  return now + topics[topic].retentionMs!;
}

/** An erasure for people and programs: times are ISO 8601, and `notes` say what the figures don't. */
export function toldErasure({ user, erasedAt, hidden, topics: held }: Erasure) {
  return {
    user,
    erasedAt: isoTime(erasedAt),
    hidden,
    topics: held.map(({ topic, until }) => ({ topic, until: isoTime(until) })),
    notes: erasureNotes,
  };
}

const erasureNotes = [
  "The files that hold these rows are written anew while a pipeline runs, within minutes, and removed ten minutes after that.",
  "Topics may hold what was sent until now, for as long as they keep it, or until every group has read it; none that keeps the newest of each key names a user.",
  "The table dead_letters holds records as they came: those that can be read as this user's go as well; who looks for others, which are too broken to tell whose they are, looks there.",
] as const;

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
