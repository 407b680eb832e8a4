import {
  type DuckDBBlobValue,
  type DuckDBDataChunk,
  type DuckDBListValue,
  type DuckDBTimestampTZValue,
  type DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import {
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
import { type Question, startQuery } from "./guarded-query.ts";
import { plainValue } from "./plain-values.ts";
import { chunksOf } from "./run-sql.ts";

/** How the values of a DuckDB type travel in Arrow. */
interface Mapping {
  readonly type: DataType;
  convert(value: DuckDBValue): unknown;
}

const same = (value: DuckDBValue) => value;

const mappings: { readonly [type in DuckDBTypeId]?: Mapping } = {
  [DuckDBTypeId.BOOLEAN]: { type: new Bool(), convert: same },
  [DuckDBTypeId.TINYINT]: { type: new Int32(), convert: same },
  [DuckDBTypeId.SMALLINT]: { type: new Int32(), convert: same },
  [DuckDBTypeId.INTEGER]: { type: new Int32(), convert: same },
  [DuckDBTypeId.BIGINT]: { type: new Int64(), convert: same },
  [DuckDBTypeId.FLOAT]: { type: new Float32(), convert: same },
  [DuckDBTypeId.DOUBLE]: { type: new Float64(), convert: same },
  [DuckDBTypeId.HUGEINT]: { type: new Float64(), convert: Number },
  [DuckDBTypeId.DECIMAL]: { type: new Float64(), convert: plainValue },
  [DuckDBTypeId.BLOB]: { type: new Binary(), convert: (value) => (value as DuckDBBlobValue).bytes },
  [DuckDBTypeId.TIMESTAMP]: {
    type: new TimestampMicrosecond(),
    convert: (value) => (value as DuckDBTimestampValue).micros,
  },
  [DuckDBTypeId.TIMESTAMP_TZ]: {
    type: new TimestampMicrosecond("UTC"),
    convert: (value) => (value as DuckDBTimestampTZValue).micros,
  },
};

/** Whatever Arrow has no plain type for travels as text: JSON for structures. */
const text: Mapping = { type: new Utf8(), convert: (value) => textOf(plainValue(value)) };

/** Runs a person's SQL and gives its result as an Arrow IPC stream, one record batch per chunk. Throws what `startQuery` throws. */
export async function* queryArrow(question: Question): AsyncGenerator<Uint8Array> {
  const query = await startQuery(question);
  try {
    const mapped = query.result.columnTypes().map(mappingOf);
    const fields = query.result.columnNames().map((name, column) => new Field(name, mapped[column]!.type, true));
    const schema = new Schema(fields);
    const writer = new RecordBatchStreamWriter();
    writer.reset(undefined, schema);
    const parts = writer[Symbol.asyncIterator]();
    for await (const chunk of chunksOf(query)) {
      writer.write(batchOf(schema, mapped, chunk));
    }
    writer.finish();
    for (let part = await parts.next(); !part.done; part = await parts.next()) yield part.value;
  } finally {
    query.close();
  }
}

function mappingOf(type: DuckDBType): Mapping {
  if (type.typeId !== DuckDBTypeId.LIST) return mappings[type.typeId] ?? text;
  const inner = mappingOf((type as DuckDBType & { valueType: DuckDBType }).valueType);
  return {
    type: new List(new Field("item", inner.type, true)),
    convert: (value) => (value as DuckDBListValue).items.map((item) => (item === null ? null : inner.convert(item))),
  };
}

function batchOf(schema: Schema, mapped: readonly Mapping[], chunk: DuckDBDataChunk): RecordBatch {
  const children = mapped.map((mapping, column) => columnOf(mapping, chunk.getColumnValues(column)));
  return new RecordBatch(
    schema,
    makeData({ type: new Struct(schema.fields), length: chunk.rowCount, nullCount: 0, children }),
  );
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
