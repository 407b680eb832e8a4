import { rename } from "node:fs/promises";
import { resolve } from "node:path";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { asWriting, removeTemporary, syncFile, temporaryBeside } from "../../files/atomic-write.ts";
import { requireReading } from "../reading-statement.ts";
import type { SqlResult, SqlRow } from "../run-sql.ts";
import type { ParquetTarget } from "../write-query.ts";
import { type QueryProcess, startQueryProcess } from "./query-process.ts";
import { type QueryEnd, watchQuery } from "./query-watch.ts";
import { createTurns } from "./turns.ts";
import type { Answer, Failure, Form } from "./wire.ts";

/** A person's SQL, and what its answer may cost. */
export interface SqlQuestion {
  readonly tablesFolder: string;
  readonly sql: string;
  /** Rows beyond so many are left out; none unless said. */
  readonly maxRows?: number | undefined;
  /** Ends the query when it aborts: its reader went away. */
  readonly signal?: AbortSignal | undefined;
}

/** What each query may cost. */
export interface SqlLimits {
  /** How long it may work; time in which its reader does not read is not counted. */
  readonly deadlineMs: number;
  /** Memory of its whole process, of which Node takes a fifth of a gigabyte. */
  readonly memoryBytes: number;
  /** How large a file of its result may become; any size unless said. */
  readonly fileBytes: number;
}

/** Where people's SQL goes through. All its functions throw SQL_REFUSED, SQL_STOPPED, SQL_FAILED or DATA_DAMAGED. */
export interface SqlGate {
  /** The rows as plain values. */
  rows(question: SqlQuestion): Promise<SqlResult>;
  /** The rows as an Arrow IPC stream. */
  arrow(question: SqlQuestion): AsyncGenerator<Uint8Array>;
  /** Writes the rows to a Parquet file, whole or not at all; gives their number. Throws FOLDER_UNWRITABLE too. */
  parquet(question: SqlQuestion, path: string): Promise<number>;
  /** Ends the processes that are kept ready. */
  close(): void;
}

/** What a query may cost unless something else is said. */
export const sqlLimits: SqlLimits = { deadlineMs: 10_000, memoryBytes: 2 ** 30, fileBytes: Number.POSITIVE_INFINITY };

/** How a gate is opened. */
export interface SqlGateOptions {
  readonly limits?: Partial<SqlLimits>;
  /** Whether a process waits, from the first query on, for the next one. */
  readonly isWarm?: boolean;
  /** Queries that run at once; others wait for their turn. Any number unless said. */
  readonly atOnce?: number;
  readonly clock?: Clock;
}

/**
 * Opens the gate for SQL that people write. Each query runs in a child process of its own, which nothing of another query ever was in, on
 * views of the tables, and can read nothing else and write nothing (see `startQuery`); it is killed at its deadline. A process that waits
 * answers a small query in some 30 ms instead of 300.
 */
export function openSqlGate(options: SqlGateOptions = {}): SqlGate {
  const limits = { ...sqlLimits, ...options.limits };
  const turns = createTurns(options.atOnce ?? Number.POSITIVE_INFINITY);
  const processes = createProcesses(limits, options.isWarm ?? false);
  async function* ask(question: SqlQuestion, form: Form): Answers {
    const { clock = systemClock } = options;
    // the child would refuse it too, but a process is much to start for what can be seen here
    requireReading(question.sql);
    await turns.take();
    try {
      yield* answersOf(processes.take(form), question, form, { ...limits, clock, signal: question.signal });
    } finally {
      turns.give();
      // Only now, as two processes that start and work at once are slower than one after the other.
      processes.keepOne();
    }
  }
  return {
    rows: (question) => readRows(ask(question, { kind: "rows", maxRows: maxRowsOf(question) })),
    arrow: (question) => readBytes(ask(question, { kind: "arrow", maxRows: maxRowsOf(question) })),
    parquet: (question, path) =>
      replaceFile(path, (file) => {
        const form = { kind: "parquet", maxRows: maxRowsOf(question), ...file } as const;
        return readCount(ask(question, form)).catch((error: unknown) => {
          throw grownTooLarge(error, limits.fileBytes);
        });
      }),
    close: () => processes.close(),
  };
}

/** Starts processes, and keeps one ready where that is wanted. */
function createProcesses({ memoryBytes, fileBytes }: SqlLimits, isWarm: boolean) {
  let spare: QueryProcess | undefined;
  let isOpen = true;
  return {
    take({ kind }: Form): QueryProcess {
      const taken = kind === "parquet" ? undefined : spare;
      if (taken !== undefined) spare = undefined;
      return taken ?? startQueryProcess({ memoryBytes, fileBytes: kind === "parquet" ? fileBytes : 0 });
    },
    keepOne() {
      if (!isWarm || !isOpen || spare !== undefined) return;
      const started = startQueryProcess({ memoryBytes, fileBytes: 0 });
      spare = started;
      void started.ended.then(() => {
        if (spare === started) spare = undefined;
      });
    },
    close() {
      isOpen = false;
      spare?.kill();
    },
  };
}

function maxRowsOf({ maxRows = Number.POSITIVE_INFINITY }: SqlQuestion): number {
  return maxRows;
}

/** A child's answers, but for its failure, which is thrown. */
type Answers = AsyncGenerator<Exclude<Answer, Failure>>;

/** Gives a child its order and its answers on; the process is gone when this ends. */
async function* answersOf(
  process: QueryProcess,
  { tablesFolder, sql }: SqlQuestion,
  form: Form,
  end: QueryEnd,
): Answers {
  const watch = watchQuery(process, end);
  try {
    for await (const answer of process.ask({ tablesFolder: resolve(tablesFolder), sql, now: end.clock.now(), form })) {
      if (answer.kind === "failure") throw new TwinstreamError(answer.code, answer.message);
      watch.pause();
      yield answer;
      watch.resume();
    }
  } catch (error) {
    throw watch.why() ?? error;
  } finally {
    watch.stop();
    process.kill();
    await process.ended;
  }
}

async function readRows(answers: Answers): Promise<SqlResult> {
  const { value: head } = await answers.next();
  let isTruncated = false;
  async function* chunks(): AsyncGenerator<readonly SqlRow[]> {
    for await (const answer of answers) {
      if (answer.kind === "rows") yield answer.rows;
      else if (answer.kind === "end") ({ isTruncated } = answer);
    }
  }
  return {
    columns: head?.kind === "columns" ? head.columns : [],
    chunks: chunks(),
    isTruncated: () => isTruncated,
    close: () => void answers.return(undefined),
  };
}

async function* readBytes(answers: Answers): AsyncGenerator<Uint8Array> {
  for await (const answer of answers) if (answer.kind === "bytes") yield answer.bytes;
}

async function readCount(answers: Answers): Promise<number> {
  let count = 0;
  for await (const answer of answers) if (answer.kind === "end") count = answer.rowCount;
  return count;
}

/** A file that reached its limit, told so; any other error as it is. */
function grownTooLarge(error: unknown, fileBytes: number): unknown {
  if (!Number.isFinite(fileBytes) || !(error instanceof Error && error.message.includes("File too large")))
    return error;
  const what = `the result takes more than ${Math.floor(fileBytes / 2 ** 20)} MB as a file; ask for fewer rows or columns`;
  return new TwinstreamError("SQL_STOPPED", what, error);
}

/** Gives a file its name once it is whole; nothing of it is left when it isn't. */
async function replaceFile(path: string, write: (file: ParquetTarget) => Promise<number>): Promise<number> {
  const temporary = temporaryBeside(resolve(path));
  const file = { path: resolve(path), temporary, spill: `${temporary}-spill` };
  try {
    const count = await write(file);
    await asWriting(path, async () => {
      await syncFile(file.temporary);
      await rename(file.temporary, file.path);
    });
    return count;
  } finally {
    await removeTemporary(file.temporary);
    await removeTemporary(file.spill);
  }
}
