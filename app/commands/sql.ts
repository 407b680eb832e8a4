import { once } from "node:events";
import { Command, Option } from "commander";
import { analystViews } from "../../connectors/duckdb/analyst-views.ts";
import { queryArrow } from "../../connectors/duckdb/arrow.ts";
import { runSql, type SqlResult } from "../../connectors/duckdb/run-sql.ts";
import { viewColumns } from "../../connectors/duckdb/table-views.ts";
import { writeQueryAsParquet } from "../../connectors/duckdb/write-query.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { tableNames } from "../../schemas/tables.ts";
import { requireData } from "../data.ts";
import { dataOption, tablesOption, wholeNumber } from "../options.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { csvText, jsonText, tableRow } from "../terminal/rows.ts";

interface Flags {
  readonly data: string;
  readonly tables?: string;
  readonly format: keyof typeof writers | "arrow" | "parquet";
  readonly output?: string;
  readonly limit: number;
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
      new Option("--limit <n>", "most rows of a table; other formats print all").argParser(wholeNumber(1)).default(200),
    )
    .option("--list", "the tables and views there are, with their columns")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addHelpText(
      "after",
      '\nExample: twinstream sql "select query, avg(score) from scores group by query order by 2 limit 10"',
    )
    .action((statement: string | undefined, flags: Flags) => sql(statement, flags));
}

async function sql(statement: string | undefined, flags: Flags): Promise<void> {
  if (flags.list) return list(flags.json);
  if (statement === undefined)
    throw new TwinstreamError("WRONG_USAGE", 'give a statement, such as: twinstream sql "select count(*) from scores"');
  const format = flags.json ? "json" : flags.format;
  const { data, tables, output } = flags;
  if (format === "parquet" && output === undefined)
    throw new TwinstreamError("WRONG_USAGE", "parquet goes to a file: add --output FILE");
  if (tables === undefined) requireData(data);
  const tablesFolder = await tablesToRead(await openDataFolder(data), tables);
  const question = { tablesFolder, sql: statement };
  if (format === "parquet") return writeParquet(question, output!);
  if (format === "arrow") {
    for await (const part of queryArrow(question)) await print(part);
    return;
  }
  await writers[format](await runSql(question), flags.limit);
}

const writers = { table: printTable, csv: printCsv, json: printJson } as const;

async function printTable(result: SqlResult, limit: number): Promise<void> {
  const rows: (readonly string[])[] = [];
  let count = 0;
  for await (const chunk of result.chunks) {
    for (const row of chunk.slice(0, Math.max(0, limit - count))) rows.push(tableRow(row));
    count += chunk.length;
  }
  await print(`${textTable([result.columns.map((column) => column.name), ...rows])}\n`);
  if (count > limit) printNote(`${number(limit)} of ${number(count)} rows; --limit shows more, --format csv all`);
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

async function writeParquet(question: { tablesFolder: string; sql: string }, output: string): Promise<void> {
  const count = await writeQueryAsParquet(question, output);
  printNote(`${number(count)} rows in ${output}`);
}

/** Waits for a slow reader instead of holding the whole result in memory. */
async function print(part: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(part)) await once(process.stdout, "drain");
}

function list(isJson: true | undefined): void {
  const tables = tableNames.map((name) => ({ name, columns: viewColumns(name).map(([column]) => column) }));
  const views = Object.entries(analystViews).map(([name, { doc }]) => ({ name, doc }));
  printResult(isJson, { tables, views }, () =>
    [
      ...tables.map(({ name, columns }) => `${name}\n${wrapped(plainColumns(columns))}`),
      "",
      textTable([["view", "what it shows"], ...views.map(({ name, doc }) => [name, doc])]),
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
