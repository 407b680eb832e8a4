import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Command } from "commander";
import { runSql } from "../../connectors/duckdb/run-sql.ts";
import { untrainedReference, withLiveModel } from "../../pipelines/live-models.ts";
import { recorders } from "../../pipelines/record/rows.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import { lagOf } from "../../pipelines/run.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { tableNames } from "../../schemas/tables.ts";
import { topicNames } from "../../schemas/topics.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { dataOption, jsonOption, logOption, tablesOption } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly tables?: string;
  readonly json?: true;
}

interface Check {
  readonly what: string;
  readonly isFine: boolean;
  readonly found: string;
}

const leastFreeBytes = 1 << 30;

/** `twinstream doctor`: whether this machine and this data folder are fit to run. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description(
      "Checks this machine, the data folder, and the log and tables where they are elsewhere; exits with 1 when something is wrong.",
    )
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream doctor --data data")
    .action(async (flags: Flags) => {
      const checks = [nodeCheck(), await diskCheck(flags.data), ...(await dataChecks(flags))];
      printResult(flags.json, checks, () =>
        textTable([
          ["check", "", "found"],
          ...checks.map(({ what, isFine, found }) => [what, isFine ? "ok" : "WRONG", found]),
        ]),
      );
      if (checks.some((check) => !check.isFine)) process.exitCode = 1;
    });
}

/** What is wrong with the data folder is what this command was asked for, so it is shown, not thrown. */
async function dataChecks(flags: Flags): Promise<readonly Check[]> {
  const { data, log, tables } = flags;
  if (!existsSync(data) && log === "embedded" && tables === undefined)
    return [{ what: "the data folder", isFine: true, found: `none yet; start makes "${data}"` }];
  try {
    return await withDataFolder(flags, (opened) => examine(opened, tables));
  } catch (error) {
    return [{ what: "the data folder opens", isFine: false, found: fault(error) }];
  }
}

async function examine(opened: OpenedData, tables: string | undefined): Promise<readonly Check[]> {
  const opens = { what: "the data folder opens", isFine: true, found: opened.folder.path };
  const topics = await Promise.all(topicNames.map((topic) => topicCheck(opened, topic)));
  return [opens, await modelsCheck(opened), await championCheck(opened), await tablesCheck(opened, tables), ...topics];
}

/** The message of what a person can mend; a fault of the program itself is thrown on. */
function fault(error: unknown): string {
  if (!(error instanceof TwinstreamError)) throw error;
  return error.message;
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return {
    what: "Node.js 20.19 or newer",
    isFine: major > 20 || (major === 20 && minor >= 19),
    found: process.versions.node,
  };
}

async function diskCheck(data: string): Promise<Check> {
  let path = resolve(data);
  while (!existsSync(path)) path = dirname(path);
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  return { what: "a GiB of free disk", isFine: free >= leastFreeBytes, found: `${number(free / 2 ** 30, 1)} GiB` };
}

async function modelsCheck({ models }: OpenedData): Promise<Check> {
  const what = "the models can be read";
  try {
    return { what, isFine: true, found: number((await models.list()).length) };
  } catch (error) {
    return { what, isFine: false, found: fault(error) };
  }
}

/** Asks each table for its number of rows, which reads the end of every file. */
async function tablesCheck({ folder }: OpenedData, tables: string | undefined): Promise<Check> {
  const what = "the tables can be read";
  const counts = tableNames.map((name) => `(SELECT count(*) FROM ${name})`).join(" + ");
  try {
    const tablesFolder = await tablesToRead(folder, tables);
    const { chunks } = await runSql({ tablesFolder, sql: `SELECT ${counts}` });
    let rows: unknown;
    for await (const chunk of chunks) rows = chunk[0]?.[0];
    return { what, isFine: true, found: `${number(Number(rows))} rows` };
  } catch (error) {
    return { what, isFine: false, found: fault(error) };
  }
}

async function championCheck({ log, models }: OpenedData): Promise<Check> {
  const { champion: reference = untrainedReference } = await releasedRoles(log);
  try {
    await withLiveModel(models, reference, async () => {});
    return { what: "the champion loads", isFine: true, found: reference };
  } catch (error) {
    return { what: "the champion loads", isFine: false, found: fault(error) };
  }
}

const recorded = new Set<string>(recorders.map(({ topic }) => topic));

/** Of topics that become no table nothing waits to be recorded. */
async function topicCheck({ log }: OpenedData, topic: string): Promise<Check> {
  const held = (await log.extents(topic)).reduce((sum, { start, end }) => sum + end - start, 0);
  const lag = recorded.has(topic) ? await lagOf(log, topic, "record") : 0;
  return {
    what: `topic ${topic}`,
    isFine: true,
    found: `${number(held)} records${lag > 0 ? `, ${number(lag)} not recorded yet` : ""}`,
  };
}
