import { createReadStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addAbortSignal, Readable } from "node:stream";
import type { Clock } from "../../../connectors/clock.ts";
import type { SqlQuestion } from "../../../connectors/duckdb/gate/sql-gate.ts";
import { savedQueries, savedQuery } from "../../../connectors/duckdb/saved-queries.ts";
import { asWriting } from "../../../connectors/files/atomic-write.ts";
import type { AskedTables } from "../../../pipelines/tables.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { csvText, jsonList } from "../../terminal/rows.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { anything, flag, list, object, oneOf, text, whole, words } from "../shape.ts";
import { route } from "./route.ts";

/** Rows of a JSON answer unless said, for people; an export has all. */
const rowsForPeople = 1_000;
/** A whole answer, also one that is read slowly, takes no longer. */
const mostMs = 60_000;

type Parts = AsyncGenerator<string | Uint8Array, void>;

/** The forms of an answer, by what `Accept` asks for. */
const forms: Readonly<Record<string, (tables: AskedTables, question: SqlQuestion) => Parts>> = {
  "application/json": ({ gate }, question) => jsonParts(gate, { maxRows: rowsForPeople, ...question }),
  "text/csv": ({ gate }, question) => csvParts(gate, question),
  "application/vnd.apache.arrow.stream": ({ gate }, question) => gate.arrow(question),
  "application/vnd.apache.parquet": ({ gate }, question) => parquetParts(gate, question),
};

/** `POST /api/sql`: a question to the tables, through the gate for people's SQL. */
export const sqlRoute = route({
  method: "POST",
  path: "/api/sql",
  role: "read",
  summary: "Answers one SELECT from the tables; Accept chooses JSON, text/csv, an Arrow stream or a Parquet file.",
  body: object(
    {},
    {
      sql: words(100_000, { description: "One statement that reads, in the SQL of DuckDB." }),
      saved: oneOf(Object.keys(savedQueries), { description: "A question that comes with the program, instead." }),
      limit: whole({ minimum: 1, description: `Most rows; ${rowsForPeople} unless said in JSON, else all.` }),
    },
  ),
  answer: object({
    columns: list(object({ name: text(), type: text() })),
    rows: list(list(anything()), { description: "A value per column, in their order." }),
    isTruncated: flag({ description: "Whether there are more rows." }),
  }),
  async handle({ body: { sql, saved, limit }, headers, signal }, served) {
    const { tables } = openData(served);
    if (tables === undefined) throw new Problem("NOT_READY", "no tables can be asked here");
    if ((sql === undefined) === (saved === undefined))
      throw new Problem("INVALID_REQUEST", "give sql or saved, one of them");
    const statement = sql ?? savedQuery(saved!).sql;
    const tablesFolder = await tables.folder();
    const [type, partsOf] = formOf(headers.accept);
    const answered = new AbortController();
    const spent = spentAfter(mostMs, served.clock, answered.signal);
    const question = {
      tablesFolder,
      sql: statement,
      signal: AbortSignal.any([signal, spent]),
      ...(limit !== undefined && { maxRows: limit }),
    };
    const parts = untilEnded(partsOf(tables, question), () => answered.abort());
    const body = await begun(parts, { tablesFolder, signal: question.signal });
    return new Response(body, { headers: { "content-type": type } });
  },
});

function formOf(accept: string | readonly string[] | undefined) {
  const wanted = String(accept ?? "").toLowerCase();
  return Object.entries(forms).find(([type]) => wanted.includes(type)) ?? Object.entries(forms)[0]!;
}

/** Aborts when so much time has passed, unless what it is for has ended before. */
function spentAfter(ms: number, clock: Clock, ended: AbortSignal): AbortSignal {
  const spent = new AbortController();
  void clock.wait(ms, ended).then(() => ended.aborted || spent.abort());
  return spent.signal;
}

async function* untilEnded(parts: Parts, end: () => void): Parts {
  try {
    yield* parts;
  } finally {
    end();
  }
}

/**
 * Waits for the first part, so that what is refused or fails until then is told as a problem; later the answer just breaks off. When
 * the signal aborts it does so whether or not somebody reads: who reads no further must not keep a place in the line.
 */
async function begun(
  parts: Parts,
  { tablesFolder, signal }: { readonly tablesFolder: string; readonly signal: AbortSignal },
): Promise<ReadableStream> {
  const first = await parts.next().catch((error: unknown) => {
    throw withoutPaths(error, tablesFolder);
  });
  const stream = Readable.from(resumed(first, parts), { objectMode: false });
  return Readable.toWeb(addAbortSignal(signal, stream)) as ReadableStream;
}

/** Goes on after a first part that was taken already. No generator, as one that nobody has begun to read would not let go of the parts. */
function resumed(first: IteratorResult<string | Uint8Array, void>, parts: Parts): AsyncIterable<string | Uint8Array> {
  let taken: typeof first | undefined = first;
  const next = async () => {
    const part = taken ?? (await parts.next());
    taken = undefined;
    return part;
  };
  return { [Symbol.asyncIterator]: () => ({ next, return: () => parts.return(undefined) }) };
}

/** Callers are not told where the server keeps its tables. */
function withoutPaths(error: unknown, tablesFolder: string): unknown {
  if (!(error instanceof TwinstreamError)) return error;
  return new TwinstreamError(error.code, error.message.replaceAll(`${tablesFolder}/`, ""), error);
}

async function* jsonParts(gate: AskedTables["gate"], question: SqlQuestion): Parts {
  const { columns, chunks, isTruncated } = await gate.rows(question);
  const head = `{"columns":${JSON.stringify(columns)},"rows":[`;
  let before = head;
  for await (const rows of chunks) {
    yield before + rows.map(jsonList).join(",\n");
    before = ",\n";
  }
  yield `${before === head ? head : ""}],"isTruncated":${isTruncated()}}\n`;
}

/** The end of a Parquet file says where its parts are, so it is written whole, out of anybody's reach, and gone once it was read. */
async function* parquetParts(gate: AskedTables["gate"], question: SqlQuestion): Parts {
  const folder = await asWriting(tmpdir(), () => mkdtemp(join(tmpdir(), "twinstream-")));
  try {
    const file = join(folder, "rows.parquet");
    await gate.parquet(question, file);
    yield* createReadStream(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* csvParts(gate: AskedTables["gate"], question: SqlQuestion): Parts {
  const { columns, chunks } = await gate.rows(question);
  let head = csvText([columns.map(({ name }) => name)]);
  for await (const rows of chunks) {
    yield head + csvText(rows);
    head = "";
  }
  if (head !== "") yield head;
}
