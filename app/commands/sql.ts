import { once } from "node:events";
import { Command, Option } from "commander";
import { analystViews } from "../../connectors/duckdb/analyst-views.ts";
import { openSqlGate, type SqlGate, type SqlQuestion, sqlLimits } from "../../connectors/duckdb/gate/sql-gate.ts";
import type { SqlResult } from "../../connectors/duckdb/run-sql.ts";
import { savedQueries, savedQuery } from "../../connectors/duckdb/saved-queries.ts";
import { viewColumns } from "../../connectors/duckdb/table-views.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { tableNames } from "../../schemas/tables.ts";
import { requireData } from "../data.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, positiveNumber, tablesOption, wholeNumber } from "../options.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { csvText, jsonText, tableRow } from "../terminal/rows.ts";

interface Flags {
  readonly data: string;
  readonly tables?: string;
  readonly format: Format;
  readonly output?: string;
  readonly limit?: number;
  readonly timeout: number;
  readonly memory: number;
  readonly saved?: string;
  readonly list?: true;
  readonly json?: true;
}

/** `twinstream sql`: a question to the tables, while the stream runs. */
export function sqlCommand(): Command {
  return new Command("sql")
    .description("Answers one SELECT (DuckDB SQL) from the tables. It can change nothing and read nothing else.")
    .argument("[statement]", "the SELECT")
    .addOption(
      new Option("--format <format>", "how to print the rows")
        .choices(["table", "csv", "json", "arrow", "parquet"])
        .default("table"),
    )
    .option("--json", "the same as --format json")
    .option("--output <file>", "for parquet: the file to write")
    .addOption(
      new Option("--limit <n>", `most rows (default: ${tableRows} of a table, all of another format)`).argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--timeout <seconds>", "how long it may work; waiting for whoever reads the rows is not counted")
        .argParser(positiveNumber)
        .default(sqlLimits.deadlineMs / 1000),
    )
    .addOption(
      new Option("--memory <mb>", "how much memory it may need")
        .argParser(wholeNumber(512))
        .default(sqlLimits.memoryBytes / 2 ** 20),
    )
    .option("--saved <name>", "a question that comes with the program, instead of a statement")
    .option("--list", "the tables, views and saved questions there are")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addHelpText(
      "after",
      '\nExample: twinstream sql "select query, avg(score) from scores group by query order by 2 limit 10"',
    )
    .action((statement: string | undefined, flags: Flags) => askTables(statement, flags));
}

async function askTables(statement: string | undefined, flags: Flags): Promise<void> {
  if (flags.list) return list(flags.json);
  const sql = statementOf(statement, flags.saved);
  const format = flags.json ? "json" : flags.format;
  const { data, tables, output } = flags;
  if (format === "parquet" && output === undefined)
    throw new TwinstreamError("WRONG_USAGE", "parquet goes to a file: add --output FILE");
  if (tables === undefined) requireData(data);
  const tablesFolder = await tablesToRead(await openDataFolder(data), tables);
  const limits = { deadlineMs: flags.timeout * 1000, memoryBytes: flags.memory * 2 ** 20 };
  const maxRows = flags.limit ?? (format === "table" ? tableRows : undefined);
  await untilInterrupted((signal) =>
    answer(openSqlGate({ limits }), { tablesFolder, sql, maxRows, signal }, format, output),
  );
}

function statementOf(statement: string | undefined, saved: string | undefined): string {
  if (saved === undefined && statement !== undefined) return statement;
  if (statement !== undefined) throw new TwinstreamError("WRONG_USAGE", "give a statement or --saved NAME, not both");
  if (saved !== undefined) return savedQuery(saved).sql;
  throw new TwinstreamError("WRONG_USAGE", 'give a statement, such as: twinstream sql "select count(*) from scores"');
}

async function answer(gate: SqlGate, question: SqlQuestion, format: Format, output: string | undefined): Promise<void> {
  if (format === "parquet") return printNote(`${number(await gate.parquet(question, output!))} rows in ${output}`);
  if (format === "arrow") {
    for await (const part of gate.arrow(question)) await print(part);
    return;
  }
  const result = await gate.rows(question);
  await writers[format](result);
  if (result.isTruncated())
    printNote(`the first ${number(question.maxRows)} rows; there are more: --limit N shows N, --format csv all`);
}

/** So many rows people read. */
const tableRows = 200;
const writers = { table: printTable, csv: printCsv, json: printJson } as const;
type Format = keyof typeof writers | "arrow" | "parquet";

async function printTable(result: SqlResult): Promise<void> {
  const rows: (readonly string[])[] = [];
  for await (const chunk of result.chunks) rows.push(...chunk.map(tableRow));
  await print(`${textTable([result.columns.map((column) => column.name), ...rows])}\n`);
}

async function printCsv(result: SqlResult): Promise<void> {
  await print(csvText([result.columns.map((column) => column.name)]));
  for await (const rows of result.chunks) await print(csvText(rows));
}

async function printJson(result: SqlResult): Promise<void> {
  const names = result.columns.map((column) => column.name);
  let before = "[";
  for await (const rows of result.chunks) {
    for (const row of rows) {
      await print(`${before}\n${jsonText(names, row)}`);
      before = ",";
    }
  }
  await print(before === "[" ? "[]\n" : "\n]\n");
}

/** Waits for a slow reader instead of holding the whole result in memory. */
async function print(part: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(part)) await once(process.stdout, "drain");
}

function list(isJson: true | undefined): void {
  const tables = tableNames.map((name) => ({ name, columns: viewColumns(name).map(([column]) => column) }));
  const views = Object.entries(analystViews).map(([name, { doc }]) => ({ name, doc }));
  const saved = Object.entries(savedQueries).map(([name, { doc, sql }]) => ({ name, doc, sql }));
  printResult(isJson, { tables, views, saved }, () =>
    [
      ...tables.map(({ name, columns }) => `${name}\n${wrapped(plainColumns(columns))}`),
      "",
      textTable([["view", "what it shows"], ...views.map(({ name, doc }) => [name, doc])]),
      "",
      textTable([["--saved", "what it answers"], ...saved.map(({ name, doc }) => [name, doc])]),
    ].join("\n"),
  );
}

/** The columns, those of the features as one. */
function plainColumns(columns: readonly string[]): readonly string[] {
  const plain = columns.filter((column) => !column.startsWith("feature_") || column === "feature_set");
  const features = columns.length - plain.length;
  return features === 0 ? plain : [...plain, `and ${features} features: feature_...`];
}

/** Words with commas between, in indented lines of at most 100 characters. */
function wrapped(words: readonly string[]): string {
  const lines = [""];
  for (const [i, word] of words.entries()) {
    const piece = i === words.length - 1 ? word : `${word}, `;
    if (`${lines.at(-1)}${piece}`.length > 98) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines.map((line) => `  ${line.trimEnd()}`).join("\n");
}
