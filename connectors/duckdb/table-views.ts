import { join, resolve } from "node:path";
import { type TableName, tables } from "../../schemas/tables.ts";
import { erasuresMark, notErased } from "./erasures.ts";
import { listParts, liveParts, placeColumns } from "./layout.ts";
import { identifier, quoted } from "./memory-database.ts";
import { mirroredFiles } from "./mirror.ts";

/** The columns of a table as its view shows them, with their types, in order. */
export function viewColumns(table: TableName): readonly (readonly [name: string, type: string])[] {
  return [...Object.entries({ ...tables[table], ...placeColumns }), ["day", "DATE"]];
}

/** The name of the view that shows all rows of a table: its own, but for the catalog, whose view shows the newest row of each product. */
export function viewName(table: TableName): string {
  return table === "catalog" ? "catalog_history" : table;
}

/**
 * SELECT of a table's rows as the files stand at a moment: for queries that begin now and end within the grace period. Of a mirror, those of its last listing. It
 * names the files as the folder is named: from where the process stands, for one.
 */
export async function selectSnapshot(tablesFolder: string, table: TableName, now: number): Promise<string> {
  const folder = join(tablesFolder, table);
  const mirrored = await mirroredFiles(folder);
  const paths = mirrored ?? liveParts(await listParts(folder), now).map((part) => join(folder, part.day, part.name));
  if (paths.length === 0) return selectNothing(table);
  const options = mirrored === undefined ? readOptions : "union_by_name = true, hive_partitioning = false";
  // A condition on each row costs a count its shortcut, so it is there only where somebody was erased.
  const condition = (await erasuresMark(tablesFolder)) && notErased(tablesFolder, table, "kept");
  return selectFrom(table, `SELECT * FROM read_parquet([${paths.map(quoted).join(", ")}], ${options})`, condition);
}

/**
 * SELECT of a table's rows as the files stand whenever it runs, without this program's help. A query that lists files just when they are
 * removed may fail for a missing file, and succeeds when it is asked again.
 */
export function selectByGlob(tablesFolder: string, table: TableName): string {
  const glob = quoted(join(resolve(tablesFolder, table), "day=*", "*.parquet"));
  return selectFrom(
    table,
    `SELECT * FROM read_parquet(${glob}, filename = true, ${readOptions})
     WHERE ${effectiveAt("filename")} <= epoch_ms(now()) AND filename NOT IN (${selectCovered(glob)})`,
    notErased(resolve(tablesFolder), table, "kept"),
  );
}

const readOptions = "union_by_name = true, hive_partitioning = true, hive_types = {'day': DATE}";

/** A row of each column's type and no row, so that a table has all its columns whichever its files have. */
function selectNothing(table: TableName): string {
  const columns = viewColumns(table).map(([name, type]) => `NULL::${type} AS ${identifier(name)}`);
  return `SELECT ${columns.join(", ")} WHERE false`;
}

function selectFrom(table: TableName, source: string, condition = "true"): string {
  const columns = viewColumns(table).map(([name, type]) => `${identifier(name)}::${type} AS ${identifier(name)}`);
  return `SELECT ${columns.join(", ")} FROM (${selectNothing(table)} UNION ALL BY NAME ${source}) AS kept WHERE ${condition}`;
}

/** The moment in a file's name from which it counts; 0 where there is none. */
function effectiveAt(file: string): string {
  return `coalesce(try_cast(regexp_extract(${file}, '-merged-(\\d{16})\\.parquet$', 1) AS BIGINT), 0)`;
}

/** The files that an effective merged file stands for, by the rule of `covers` in layout.ts. */
function selectCovered(glob: string): string {
  const part = (group: number) =>
    `regexp_extract(file, '^(.+-\\d+)-(\\d{16})-(\\d{16})(-merged-\\d{16})?\\.parquet$', ${group})`;
  return `WITH part AS (
       SELECT file, ${part(1)} AS place, ${part(2)} AS first, ${part(3)} AS last, ${effectiveAt("file")} AS effective_at
       FROM glob(${glob}))
     SELECT input.file FROM part AS input JOIN part AS merged ON merged.place = input.place
       AND merged.first <= input.first AND input.last <= merged.last AND merged.effective_at > input.effective_at
     WHERE merged.effective_at <= epoch_ms(now())`;
}
