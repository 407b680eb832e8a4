import { once } from "node:events";
import { Socket } from "node:net";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { queryArrow } from "../arrow.ts";
import { type MemoryDatabase, openMemoryDatabase } from "../memory-database.ts";
import { runSql, type SqlRow } from "../run-sql.ts";
import { writeQueryAsParquet } from "../write-query.ts";
import { type Answer, answersAt, decodeMessages, encodeMessage, type Order } from "./wire.ts";

/** A message holds at most so many bytes, or a single row of at most so many more. */
const mostBytes = 2 ** 18;
const mostRowBytes = 2 ** 24;
/** What Node and the code itself take of the memory, beside the query. */
const ownBytes = 2 ** 28;
const lookEveryMs = 25;

// The main module of a child process that answers one order and ends. Its parent kills it when it takes too long.
const memoryBytes = Number(process.argv[2]);
const answers = new Socket({ fd: answersAt, readable: false, writable: true });
await answerOnce();

async function answerOnce(): Promise<void> {
  // For systems on which the limit set by the parent does not hold.
  setInterval(() => process.memoryUsage.rss() > memoryBytes && end(), lookEveryMs).unref();
  const database = await openMemoryDatabase({ memory: `${memoryBytes - ownBytes}B`, spill: "" });
  const orders = decodeMessages<Order>(process.stdin);
  const { value: order } = await orders.next();
  if (order === undefined) return end();
  // Nobody waits for the answer any more when the parent is gone, whatever ended it.
  void orders.next().then(end, end);
  const tablesFolder = standIn(order.tablesFolder);
  await carryOut({ ...order, tablesFolder }, database).catch((error: unknown) => say(failureOf(error, order)));
  answers.end(() => process.exit());
}

/** From within the tables' folder its files have names that say nothing of where it lies; a folder that is not there has no files. */
function standIn(tablesFolder: string): string {
  try {
    process.chdir(tablesFolder);
    return "";
  } catch {
    return tablesFolder;
  }
}

/** Ends this process, even in the middle of a query that heeds no interrupt. */
function end(): void {
  process.kill(process.pid, "SIGKILL");
}

async function carryOut({ form, ...question }: Order, database: MemoryDatabase): Promise<void> {
  if (form.kind === "parquet") {
    const rowCount = await writeQueryAsParquet({ ...question, maxRows: form.maxRows }, form, database);
    return say({ kind: "end", rowCount, isTruncated: false });
  }
  const tell = form.kind === "rows" ? sayRows : sayArrow;
  await tell({ ...question, maxRows: form.maxRows }, database);
}

async function sayRows(question: Parameters<typeof runSql>[0], database: MemoryDatabase): Promise<void> {
  const result = await runSql(question, database);
  await say({ kind: "columns", columns: result.columns });
  let rowCount = 0;
  for await (const rows of result.chunks) {
    rowCount += rows.length;
    for (const message of messagesOf(rows)) await send(message);
  }
  await say({ kind: "end", rowCount, isTruncated: result.isTruncated() });
}

/** Rows in messages that are small enough for any reader. */
function* messagesOf(rows: readonly SqlRow[]): Generator<Buffer> {
  const message = encodeMessage({ kind: "rows", rows });
  if (rows.length > 1 && message.length > mostBytes) {
    const half = rows.length >> 1;
    yield* messagesOf(rows.slice(0, half));
    yield* messagesOf(rows.slice(half));
    return;
  }
  if (message.length > mostRowBytes) throw tooLarge();
  yield message;
}

function tooLarge(): TwinstreamError {
  const what = `a row is larger than ${mostRowBytes / 2 ** 20} MB; ask for parts of its texts, such as left(title, 1000)`;
  return new TwinstreamError("SQL_STOPPED", what);
}

async function sayArrow(question: Parameters<typeof queryArrow>[0], database: MemoryDatabase): Promise<void> {
  const parts = queryArrow(question, database);
  let part = await parts.next();
  for (; !part.done; part = await parts.next()) {
    for (let at = 0; at < part.value.length; at += mostBytes)
      await say({ kind: "bytes", bytes: part.value.subarray(at, at + mostBytes) });
  }
  await say({ kind: "end", ...part.value });
}

function failureOf(error: unknown, { tablesFolder }: Order): Answer {
  const { message } = error as Error;
  // Whoever looks after the files is told which one it is; a caller of the API is not.
  if (error instanceof TwinstreamError && error.code === "DATA_DAMAGED")
    return { kind: "failure", code: error.code, message: message.replace(/^"(?!\/)/, `"${tablesFolder}/`) };
  if (error instanceof TwinstreamError) return { kind: "failure", code: error.code, message };
  // What the conversion of a value throws, such as a text that is too long for JavaScript.
  return { kind: "failure", code: "SQL_FAILED", message };
}

async function say(answer: Answer): Promise<void> {
  await send(encodeMessage(answer));
}

/** Waits for a slow reader instead of holding the whole result in memory. */
async function send(message: Buffer): Promise<void> {
  if (!answers.write(message)) await once(answers, "drain");
}
