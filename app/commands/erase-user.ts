import { existsSync } from "node:fs";
import { Command } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { writeDatabaseFile } from "../../connectors/duckdb/views.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { type Erasure, eraseUser } from "../../pipelines/erasure/erase-user.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { requireData } from "../data.ts";
import { dataOption, jsonOption, tablesOption } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly tables?: string;
  readonly json?: true;
}

/** `twinstream erase-user`: takes a user out of the tables, and says what is left where. */
export function eraseUserCommand(): Command {
  return new Command("erase-user")
    .description("Takes a user out of the tables: hidden at once, gone from the files with the next compactions.")
    .argument("<id>", "the user, as the shop names them")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream erase-user visitor-7")
    .action((id: string, flags: Flags) => erase(id, flags));
}

async function erase(id: string, { data, tables, json }: Flags): Promise<void> {
  if (tables !== undefined)
    throw new TwinstreamError(
      "WRONG_USAGE",
      `users can be erased from tables in a data folder, not from "${tables}" yet`,
    );
  requireData(data);
  const folder = await openDataFolder(data, { userKey: process.env.TWINSTREAM_USER_KEY });
  const erasure = await eraseUser(id, { folder, clock: systemClock });
  // views that an earlier version wrote know nothing of erasures
  if (existsSync(folder.databaseFile)) await writeDatabaseFile(folder.databaseFile, folder.tables);
  printResult(json, plain(erasure), () => erasureText(erasure));
}

function plain({ user, erasedAt, hidden, topics }: Erasure): unknown {
  const held = topics.map(({ topic, until }) => ({ topic, until: isoTime(until) }));
  return { user, erasedAt: isoTime(erasedAt), hidden, topics: held };
}

function erasureText({ user, hidden, topics }: Erasure): string {
  const tables = Object.entries(hidden).map(([table, rows]) => [table, number(rows)]);
  const held = topics.map(({ topic, until }) => [topic, isoTime(until)]);
  return [
    `${user}, as the tables name this user, is in no answer any more.`,
    textTable([["table", "rows hidden"], ...tables]),
    "The files that hold these rows are written anew while a pipeline runs, within minutes, and removed ten minutes after that.",
    "\nTopics may hold what was sent until now, for as long as they keep it, or until every group has read it:",
    textTable([["topic", "until"], ...held]),
    "The table dead_letters holds records as they came; look there, if an event of this user could not be read.",
  ].join("\n");
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
