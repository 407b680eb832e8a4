import type {
  DuckDBBlobValue,
  DuckDBDataChunk,
  DuckDBListValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBType,
  DuckDBTypeId,
  DuckDBValue,
} from "@duckdb/node-api";
import {
  AsyncByteQueue,
  Binary,
  Bool,
  type Data,
  DataType,
  Field,
  Float32,
  Float64,
  Int32,
  Int64,
  List,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  type Timestamp,
  TimestampMicrosecond,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { duckdb } from "./client.ts";
import { type Question, startQuery } from "./guarded-query.ts";
import type { MemoryDatabase } from "./memory-database.ts";
import { plainValue } from "./plain-values.ts";
import { chunksOf } from "./run-sql.ts";

/** How the values of a DuckDB type travel in Arrow. */
interface Mapping {
  readonly type: DataType;
  convert(value: DuckDBValue): unknown;
}

const same = (value: DuckDBValue) => value;

const typeIds = duckdb().DuckDBTypeId;

const mappings: { readonly [type in DuckDBTypeId]?: Mapping } = {
  [typeIds.BOOLEAN]: { type: new Bool(), convert: same },
  [typeIds.TINYINT]: { type: new Int32(), convert: same },
  [typeIds.SMALLINT]: { type: new Int32(), convert: same },
  [typeIds.INTEGER]: { type: new Int32(), convert: same },
  [typeIds.BIGINT]: { type: new Int64(), convert: same },
  [typeIds.FLOAT]: { type: new Float32(), convert: same },
  [typeIds.DOUBLE]: { type: new Float64(), convert: same },
  [typeIds.HUGEINT]: { type: new Float64(), convert: Number },
  [typeIds.DECIMAL]: { type: new Float64(), convert: plainValue },
  [typeIds.BLOB]: { type: new Binary(), convert: (value) => (value as DuckDBBlobValue).bytes },
  [typeIds.TIMESTAMP]: {
    type: new TimestampMicrosecond(),
    convert: (value) => (value as DuckDBTimestampValue).micros,
  },
  [typeIds.TIMESTAMP_TZ]: {
    type: new TimestampMicrosecond("UTC"),
    convert: (value) => (value as DuckDBTimestampTZValue).micros,
  },
};

/** Whatever Arrow has no plain type for travels as text: JSON for structures. */
const text: Mapping = { type: new Utf8(), convert: (value) => textOf(plainValue(value)) };

/** Where Arrow's writer writes to, so that each part can be passed on before the next is made. */
class Parts extends AsyncByteQueue {
  #parts: Uint8Array[] = [];

  override write(part: Uint8Array): void {
    this.#parts.push(part);
  }

  /** What was written since it was last taken. */
  take(): Uint8Array {
    const parts = this.#parts;
    this.#parts = [];
    return Buffer.concat(parts);
  }
}

/** What `queryArrow` counts. */
export interface ArrowCount {
  readonly rowCount: number;
  /** Whether rows beyond `maxRows` were left out. */
  readonly isTruncated: boolean;
}

/**
 * Runs SQL and gives its result as an Arrow IPC stream, at most `maxRows` rows, one record batch per chunk; returns their count. Throws what
 * `startQuery` throws.
 */
export async function* queryArrow(
  question: Question & { readonly maxRows?: number },
  prepared?: MemoryDatabase,
): AsyncGenerator<Uint8Array, ArrowCount> {
  const query = await startQuery(question, prepared);
  const maxRows = question.maxRows ?? Number.POSITIVE_INFINITY;
  try {
    const mapped = query.result.columnTypes().map(mappingOf);
    const fields = query.result.columnNames().map((name, column) => new Field(name, mapped[column]!.type, true));
    const schema = new Schema(fields);
    const parts = new Parts();
    const writer = new RecordBatchStreamWriter();
    writer.reset(parts, schema);
    let rowCount = 0;
    let isTruncated = false;
    for await (const chunk of chunksOf(query)) {
      const count = Math.min(chunk.rowCount, maxRows - rowCount);
      isTruncated = count < chunk.rowCount;
      if (count > 0) writer.write(batchOf(schema, mapped, chunk, count));
      rowCount += count;
      yield parts.take();
      if (isTruncated) break;
    }
    writer.finish();
    yield parts.take();
    return { rowCount, isTruncated };
  } finally {
    query.close();
  }
}

function mappingOf(type: DuckDBType): Mapping {
  if (type.typeId !== typeIds.LIST) return mappings[type.typeId] ?? text;
  const inner = mappingOf((type as DuckDBType & { valueType: DuckDBType }).valueType);
  return {
    type: new List(new Field("item", inner.type, true)),
    convert: (value) => (value as DuckDBListValue).items.map((item) => (item === null ? null : inner.convert(item))),
  };
}

/** The first `length` rows of a chunk. */
function batchOf(schema: Schema, mapped: readonly Mapping[], chunk: DuckDBDataChunk, length: number): RecordBatch {
  const children = mapped.map((mapping, column) => columnOf(mapping, chunk.getColumnValues(column).slice(0, length)));
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children }));
}

function columnOf(mapping: Mapping, values: readonly DuckDBValue[]): Data {
  const converted = values.map((value) => (value === null ? null : mapping.convert(value)));
  if (DataType.isTimestamp(mapping.type)) return microseconds(mapping.type, converted as (bigint | null)[]);
  return vectorFromArray(converted, mapping.type).data[0]!;
}

/** By hand, because Arrow's builder takes milliseconds as a number and loses what is finer. */
function microseconds(type: Timestamp, values: readonly (bigint | null)[]): Data {
  const nullBitmap = new Uint8Array(Math.ceil(values.length / 8));
  const data = new BigInt64Array(values.length);
  values.forEach((value, row) => {
    if (value === null) return;
    data[row] = value;
    nullBitmap[row >> 3]! |= 1 << (row & 7);
  });
  const nullCount = values.filter((value) => value === null).length;
  return makeData({ type, length: values.length, nullCount, nullBitmap, data });
}

function textOf(value: unknown): string {
  return typeof value === "string"
    ? value
    : JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
}
