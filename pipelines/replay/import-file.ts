import { type Row, type RowBatch, readRows } from "../../connectors/files/read-rows.ts";
import { checks, gradeFault, idFault, queryFault, timeFault, titleFault } from "../../schemas/checks.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { catalogTitles } from "./catalog-titles.ts";
import { timeAt } from "./event-time.ts";
import { ImportCount, type ImportSummary } from "./import-summary.ts";
import { PairGroups } from "./pair-groups.ts";
import type { ImportedEvent, ImportOptions, ImportRun, Pair, Preset, Reading, RowParser } from "./preset.ts";
import { presetFor } from "./presets.ts";
import { stableId } from "./stable-id.ts";

/** The events of a file, in batches, to be taken once; `summary` counts along. */
export interface FileImport extends AsyncIterable<readonly ImportedEvent[]> {
  readonly summary: ImportSummary;
}

/**
 * Reads a file into events. A row that can't be used is counted and told with its line and reason, or with `strict` ends the import with ROW_REFUSED. Judgments are held until
 * the whole file is read, because the rows of a query may stand anywhere; other events come as they are read. The same file gives the same events, ids and times each time.
 * Throws WRONG_USAGE at once for a preset or map that can't be; FILE_NOT_FOUND and FILE_UNREADABLE come while it is read.
 */
export function importFile(options: ImportOptions): FileImport {
  const preset = presetFor(options);
  const count = new ImportCount();
  return {
    get summary() {
      return count.summary();
    },
    [Symbol.asyncIterator]: () => importRows(preset, options, count),
  };
}

async function* importRows(
  preset: Preset,
  options: ImportOptions,
  count: ImportCount,
): AsyncGenerator<readonly ImportedEvent[]> {
  const run = await startRun(preset, options, count);
  const parser = preset.open(run);
  if (parser.survey !== undefined) await survey(parser, options);
  const groups = new PairGroups();
  const intake = new Intake(options, run, count, groups);
  let isFitting = false;
  for await (const batch of readRows(options.path, options)) {
    if (!isFitting) isFitting = checkColumns(batch, preset, options.path);
    const events = batch.flatMap((row) => intake.take(row, parser));
    count.events += events.length;
    if (events.length > 0) yield events;
  }
  for (const events of groups.events(run)) {
    count.events += events.length;
    yield events;
  }
  tellSkipped(count.summary(), options);
}

/** Turns rows into events, or into pairs for the groups. */
class Intake {
  readonly #options: ImportOptions;
  readonly #run: ImportRun;
  readonly #count: ImportCount;
  readonly #groups: PairGroups;

  constructor(options: ImportOptions, run: ImportRun, count: ImportCount, groups: PairGroups) {
    this.#options = options;
    this.#run = run;
    this.#count = count;
    this.#groups = groups;
  }

  take(row: Row, parser: RowParser): readonly ImportedEvent[] {
    const readings = "error" in row ? [row] : parser.read(row.values, row.line);
    this.#count.rows += Math.max(1, readings.length);
    return readings.flatMap((reading) => this.#keep(reading, row.line));
  }

  #keep(reading: Reading, line: number): readonly ImportedEvent[] {
    const fault = "error" in reading ? reading.error : this.#fault(reading);
    if (fault !== undefined) {
      this.#refuse(line, fault);
      return [];
    }
    if ("imported" in reading) return [reading.imported];
    if ("pair" in reading) this.#groups.add(reading.pair);
    return [];
  }

  #fault(reading: Exclude<Reading, { error: string }>): string | undefined {
    if ("pair" in reading) return pairFault(reading.pair, this.#run.labelRange, this.#options.catalog);
    const check = checks[reading.imported.topic] as (event: ImportedEvent["event"]) => string | undefined;
    return check(reading.imported.event);
  }

  #refuse(line: number, reason: string): void {
    const { path, strict, onRowError } = this.#options;
    if (strict) {
      throw new TwinstreamError(
        "ROW_REFUSED",
        `"${path}" line ${line}: ${reason}; mend it, or leave --strict out to pass over such rows`,
      );
    }
    this.#count.reject(line, reason);
    onRowError?.(line, reason);
  }
}

function pairFault(pair: Pair, range: LabelRangeOf, catalog: string | undefined): string | undefined {
  const { query, productId, title, grade, time, position, price } = pair;
  return (
    (query === null ? undefined : queryFault(query)) ??
    idFault(productId, "product id") ??
    (title === null ? missingTitle(pair, catalog) : titleFault(title)) ??
    (grade === null ? undefined : pairGradeFault(grade, range!)) ??
    (time == null ? undefined : timeFault(time)) ??
    (position == null || (Number.isInteger(position) && position >= 1)
      ? undefined
      : "the position is not a whole number from 1 on") ??
    (price == null || Number.isFinite(price) ? undefined : "the price is not a number")
  );
}

type LabelRangeOf = ImportRun["labelRange"];

function pairGradeFault(grade: number, { min, max }: NonNullable<LabelRangeOf>): string | undefined {
  return Number.isNaN(grade) ? "the grade is not a number" : gradeFault(grade, min, max);
}

function missingTitle(pair: Pair, catalog: string | undefined): string | undefined {
  if (pair.refersTo != null && pair.query === null) return undefined;
  return catalog === undefined
    ? "the row has no title: give --catalog FILE with the products' titles"
    : "the row has no title, nor has the catalog one for its product";
}

async function startRun(preset: Preset, options: ImportOptions, count: ImportCount): Promise<ImportRun> {
  const source = options.source ?? preset.name;
  const salt = options.asNew ?? null;
  const titles = options.catalog === undefined ? undefined : await catalogTitles(options.catalog, options);
  return {
    source,
    labelRange: options.labelRange ?? preset.labelRange,
    eventId: (...parts) => stableId(source, salt, parts),
    ownId: (id) => (salt === null ? id : `${id}-${salt}`),
    timeAt,
    titleOf: (productId) => titles?.get(productId),
    skip: (what, howMany = 1) => count.skip(what, howMany),
  };
}

async function survey(parser: RowParser, options: ImportOptions): Promise<void> {
  for await (const batch of readRows(options.path, { ...options, notice: () => {} })) {
    for (const row of batch) if ("values" in row) parser.survey!(row.values);
  }
}

/** Looks at the first rows that could be read: without the columns that it needs, not one row of the file would do. */
function checkColumns(batch: RowBatch, preset: Preset, path: string): boolean {
  const rows = batch.flatMap((row) => ("values" in row ? [row.values] : []));
  if (rows.length === 0) return false;
  const missing = preset.columns.find((group) => !group.some((column) => rows.some((values) => column in values)));
  if (missing === undefined) return true;
  const found = Object.keys(rows[0]!).slice(0, 30).join(", ");
  const wanted = missing.map((column) => `"${column}"`).join(" or ");
  throw new TwinstreamError(
    "WRONG_USAGE",
    `"${path}" has no column ${wanted}, it has ${found}; name another preset, or the columns with --map`,
  );
}

function tellSkipped({ skipped }: ImportSummary, { path, notice }: ImportOptions): void {
  for (const [what, howMany] of Object.entries(skipped)) notice?.(`"${path}": left out ${howMany} ${what}`);
}
