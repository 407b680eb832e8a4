import type { DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import type { Vector } from "@duckdb/node-bindings";
import type { ColumnType } from "../../schemas/tables.ts";
import { duckdb, duckdbBindings } from "./client.ts";

/** Most rows of a chunk. */
export const chunkRows = 2048;

/** Gives the value of a row in some column. */
export type ReadValue = (row: number) => unknown;

/** Writes the values of one column, rows 0 to `count`, into a chunk. */
type Fill = (chunk: DuckDBDataChunk, column: number, count: number, read: ReadValue) => void;

/** The DuckDB type that each column type travels in. */
export function chunkTypes(): { readonly [type in ColumnType]: DuckDBType } {
  const { BIGINT, BLOB, BOOLEAN, DOUBLE, FLOAT, INTEGER, LIST, TIMESTAMP, VARCHAR } = duckdb();
  return {
    VARCHAR,
    JSON: VARCHAR,
    BOOLEAN,
    INTEGER,
    BIGINT,
    FLOAT,
    DOUBLE,
    TIMESTAMP,
    BLOB,
    "FLOAT[]": LIST(FLOAT),
    "DOUBLE[]": LIST(DOUBLE),
  };
}

/** How the values of each column type get into a vector: numbers as one copy of a typed array, much faster than value by value. */
export const fills: { readonly [type in ColumnType]: Fill } = {
  VARCHAR: fillText,
  JSON: fillText,
  BOOLEAN: fillNumbers(Uint8Array, Number),
  INTEGER: fillNumbers(Int32Array, Number),
  BIGINT: fillNumbers(BigInt64Array, (value) => BigInt(value as number)),
  FLOAT: fillNumbers(Float32Array, Number),
  DOUBLE: fillNumbers(Float64Array, Number),
  TIMESTAMP: fillTimes,
  BLOB: fillBytes,
  "FLOAT[]": fillLists,
  "DOUBLE[]": fillLists,
};

type NumberArray = Uint8Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

function fillNumbers<Values extends NumberArray>(
  Type: new (length: number) => Values,
  convert: (value: unknown) => Values[number],
): Fill {
  const values = new Type(chunkRows) as { [index: number]: Values[number] } & NumberArray;
  return (chunk, column, count, read) => {
    const vector = duckdbBindings().data_chunk_get_vector(chunk.chunk, column);
    const nulls = startNulls();
    for (let row = 0; row < count; row++) {
      const value = read(row);
      if (value === null || value === undefined) setNull(nulls, row);
      else values[row] = convert(value);
    }
    duckdbBindings().copy_data_to_vector(vector, 0, values.buffer as ArrayBuffer, 0, count * values.BYTES_PER_ELEMENT);
    writeNulls(vector, nulls);
  };
}

const floats = new Float32Array(chunkRows);

/** Writes what the array of each row has at a place into a column of floats: null where that is NaN, or there is no array. */
export function fillPlace(
  chunk: DuckDBDataChunk,
  column: number,
  arrays: readonly (Float32Array | null)[],
  place: number,
): void {
  const vector = duckdbBindings().data_chunk_get_vector(chunk.chunk, column);
  const nulls = startNulls();
  for (let row = 0; row < arrays.length; row++) {
    const value = arrays[row]?.[place] ?? Number.NaN;
    if (Number.isNaN(value)) setNull(nulls, row);
    else floats[row] = value;
  }
  duckdbBindings().copy_data_to_vector(vector, 0, floats.buffer, 0, arrays.length * floats.BYTES_PER_ELEMENT);
  writeNulls(vector, nulls);
}

const fillMicroseconds = fillNumbers(BigInt64Array, (ms) => BigInt(Math.round(ms as number)) * 1000n);
/** The last millisecond that a Date can hold, which a TIMESTAMP can too. */
const lastTime = 8.64e15;

/** What is no time, or beyond all calendars, is null. */
function fillTimes(chunk: DuckDBDataChunk, column: number, count: number, read: ReadValue): void {
  fillMicroseconds(chunk, column, count, (row) => {
    const ms = read(row) as number | null | undefined;
    return ms != null && Math.abs(ms) <= lastTime ? ms : null;
  });
}

function fillText(chunk: DuckDBDataChunk, column: number, count: number, read: ReadValue): void {
  fillEach(chunk, column, count, read, (vector, row, value) => {
    duckdbBindings().vector_assign_string_element(vector, row, value as string);
  });
}

function fillBytes(chunk: DuckDBDataChunk, column: number, count: number, read: ReadValue): void {
  fillEach(chunk, column, count, read, (vector, row, value) => {
    duckdbBindings().vector_assign_string_element_len(vector, row, value as Uint8Array);
  });
}

function fillEach(
  chunk: DuckDBDataChunk,
  column: number,
  count: number,
  read: ReadValue,
  assign: (vector: Vector, row: number, value: unknown) => void,
): void {
  const vector = duckdbBindings().data_chunk_get_vector(chunk.chunk, column);
  const nulls = startNulls();
  for (let row = 0; row < count; row++) {
    const value = read(row);
    if (value === null || value === undefined) setNull(nulls, row);
    else assign(vector, row, value);
  }
  writeNulls(vector, nulls);
}

function fillLists(chunk: DuckDBDataChunk, column: number, count: number, read: ReadValue): void {
  const values = Array.from({ length: count }, (_, row) => {
    const list = read(row) as Iterable<number> | null | undefined;
    return list == null ? null : duckdb().listValue([...list]);
  });
  chunk.setColumnValues(column, values);
}

/** One bit per row, set where there is a value. */
interface Nulls {
  readonly bits: Uint8Array<ArrayBuffer>;
  any: boolean;
}

function startNulls(): Nulls {
  return { bits: new Uint8Array(chunkRows / 8).fill(0xff), any: false };
}

function setNull(nulls: Nulls, row: number): void {
  nulls.any = true;
  nulls.bits[row >> 3]! &= ~(1 << (row & 7));
}

function writeNulls(vector: Vector, nulls: Nulls): void {
  if (!nulls.any) return;
  duckdbBindings().vector_ensure_validity_writable(vector);
  duckdbBindings().copy_data_to_vector_validity(vector, 0, nulls.bits.buffer, 0, nulls.bits.length);
}
