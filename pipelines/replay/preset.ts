import type { ParquetReader } from "../../connectors/files/read-rows.ts";
import type { FedEvent } from "../feed.ts";

/** An event read from a file, and the topic it enters by. */
export type ImportedEvent = FedEvent;

/** Lowest and highest grade of a file. */
export interface LabelRange {
  readonly min: number;
  readonly max: number;
}

/** The values of a row by column. */
export type RowValues = Readonly<Record<string, unknown>>;

/** One product of one search, as a row tells it: pairs of the same search are put together into one event. */
export interface Pair {
  /** Null in a late label, that names an earlier search by `refersTo`. */
  readonly query: string | null;
  readonly refersTo?: string | null;
  readonly productId: string;
  readonly title: string | null;
  /** Null where the file does not judge: the pair then belongs to a search. */
  readonly grade: number | null;
  readonly position?: number | null;
  readonly brand?: string | null;
  readonly category?: string | null;
  readonly price?: number | null;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly sessionId?: string | null;
  readonly userId?: string | null;
  readonly time?: number | null;
  /** The search's own id, where the file has one; it is used as it stands. */
  readonly eventId?: string | null;
}

/** What a row holds: part of a search, an event of its own, or nothing that can be used and why. */
export type Reading = { readonly pair: Pair } | { readonly imported: ImportedEvent } | { readonly error: string };

/** What a preset may use while a file is read. */
export interface ImportRun {
  readonly source: string;
  readonly labelRange: LabelRange | undefined;
  /** A stable id: equal parts give equal ids in every replay, unless it was asked for as new. */
  eventId(...parts: readonly unknown[]): string;
  /** An id that the file gives itself, told apart when the replay was asked for as new. */
  ownId(id: string): string;
  /** A time for what has none: the same in every replay, a second per number from 2020-01-01 UTC on. */
  timeAt(index: number): number;
  /** Title of a product in the catalog given with the file. */
  titleOf(productId: string): string | undefined;
  /** Counts rows, or parts of one, that are understood and have no place among the events, by a name for people. */
  skip(what: string, count?: number): void;
}

/** Reads the rows of one file, in order. */
export interface RowParser {
  /** Sees every row once before the first is read, where later rows explain earlier ones. */
  survey?(values: RowValues): void;
  /** One or more readings; none for a row that was skipped. */
  read(values: RowValues, line: number): readonly Reading[];
}

/** How a known kind of file becomes events: one file and one line in the registry each. */
export interface Preset {
  readonly name: string;
  /** One sentence for the help. */
  readonly doc: string;
  readonly labelRange?: LabelRange;
  /** The columns it can't do without; of each group one must be there. */
  readonly columns: readonly (readonly string[])[];
  open(run: ImportRun): RowParser;
}

/** What is imported, and how. */
export interface ImportOptions {
  readonly path: string;
  /** A preset's name; left out with `map`. */
  readonly preset?: string;
  /** Column of the file by field of the event, for files that no preset knows. */
  readonly map?: Readonly<Record<string, string>>;
  readonly labelRange?: LabelRange;
  /** Stops at the first row that can't be used, with ROW_REFUSED. */
  readonly strict?: boolean;
  /** Any text that makes all ids differ from those of other replays. */
  readonly asNew?: string;
  /** Where the events say they come from; the preset's name unless given. */
  readonly source?: string;
  /** A file of products, whose titles are used for rows that have none. */
  readonly catalog?: string;
  readonly parquet?: ParquetReader;
  readonly notice?: (message: string) => void;
  readonly onRowError?: (line: number, reason: string) => void;
}
