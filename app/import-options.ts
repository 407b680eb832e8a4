import { type Command, Option } from "commander";
import { readParquet } from "../connectors/duckdb/read-parquet.ts";
import { containerOf } from "../connectors/files/open-bytes.ts";
import { type FileImport, importFile } from "../pipelines/replay/import-file.ts";
import type { ImportSummary } from "../pipelines/replay/import-summary.ts";
import type { ImportOptions, LabelRange } from "../pipelines/replay/preset.ts";
import { parseLabelRange, parseMap } from "../pipelines/replay/presets/mapped.ts";
import { presets } from "../pipelines/replay/presets.ts";
import { requireData } from "./data.ts";
import { number, printNote } from "./terminal/output.ts";

/** What the options of an import hold once they are read. */
export interface ImportFlags {
  readonly preset?: string;
  readonly map?: Readonly<Record<string, string>>;
  readonly labelRange?: LabelRange;
  readonly catalog?: string;
  readonly source?: string;
  readonly strict?: true;
  readonly asNew?: true;
}

/** Adds the options that say what a file is; `others` are presets of files that hold no events. */
export function addImportOptions(command: Command, others: readonly string[] = []): Command {
  const known = [...Object.keys(presets), ...others];
  return command
    .addOption(new Option("--preset <name>", "a known kind of file").choices(known))
    .addOption(
      new Option("--map <fields>", "columns of any other file: query=COLUMN,title=COLUMN,...").argParser(parseMap),
    )
    .addOption(new Option("--label-range <range>", "lowest and highest grade, such as 0-3").argParser(parseLabelRange))
    .option("--catalog <file>", "a file of products, for titles that the file lacks")
    .option("--source <name>", "what the events say they come from (default: the preset)")
    .option("--strict", "stop at the first row that can't be used");
}

/** Throws FILE_NOT_FOUND or FILE_UNREADABLE for a file that can't be opened, before a data folder is made for what it holds. */
export async function requireFile(path: string): Promise<void> {
  await containerOf(path);
}

/** Where the options of a command say rows are. */
export interface RowFlags {
  /** A file, or `tables` for what was recorded. */
  readonly from: string;
  readonly data: string;
  /** Left out for tables of the data folder. */
  readonly tables?: string;
}

/** The same for rows to train on; throws FILE_NOT_FOUND for tables of a data folder that there is not. */
export async function requireRows({ from, data, tables }: RowFlags): Promise<void> {
  if (from !== "tables") await requireFile(from);
  else if (tables === undefined) requireData(data);
}

const mostRowErrors = 10;

/** Opens a file as the options say; tells the first rows that can't be used as they are met. */
export function openImport(path: string, flags: ImportFlags): FileImport {
  return importFile(importOptions(path, flags));
}

/** What an import is told by the options. */
export function importOptions(path: string, flags: ImportFlags): ImportOptions {
  const { preset, map, labelRange, catalog, source, strict, asNew } = flags;
  return {
    ...(preset !== undefined && { preset }),
    ...(map !== undefined && { map }),
    ...(labelRange !== undefined && { labelRange }),
    ...(catalog !== undefined && { catalog }),
    ...(source !== undefined && { source }),
    ...(strict !== undefined && { strict }),
    ...(asNew === true && { asNew: Date.now().toString(36) }),
    path,
    parquet: readParquet,
    notice: printNote,
    onRowError: tellRowErrors(),
  };
}

/** Tells the first rows that can't be used, and that there are more. */
export function tellRowErrors(): (line: number, reason: string) => void {
  let told = 0;
  return (line, reason) => {
    told += 1;
    if (told <= mostRowErrors) printNote(`line ${line}: ${reason}`);
    else if (told === mostRowErrors + 1) printNote("more rows like these are counted at the end");
  };
}

/** The end of an import in words: what was read, and what could not be used and why. */
export function summaryText({ rows, events, rejected, byReason }: ImportSummary): string {
  const reasons = byReason.map(
    ({ reason, count, firstLine }) => `  ${number(count)} × ${reason} (first in line ${firstLine})`,
  );
  return [`${number(rows)} rows read: ${number(events)} events, ${number(rejected)} rows not used`, ...reasons].join(
    "\n",
  );
}
