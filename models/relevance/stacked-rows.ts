import type { FeatureRows } from "../model.ts";
import type { NumberRows } from "../trees/binning.ts";
import type { Member } from "./member.ts";

/** Columns that belong beside one another: `count` × `width` values, row by row. */
export interface ColumnBlock {
  readonly values: Float32Array;
  readonly width: number;
}

/** Puts the columns of each row beside one another. */
export function stackColumns(count: number, blocks: readonly ColumnBlock[]): NumberRows {
  const columns = blocks.reduce((sum, { width }) => sum + width, 0);
  const values = new Float32Array(count * columns);
  let at = 0;
  for (const block of blocks) {
    for (let row = 0; row < count; row++) {
      for (let column = 0; column < block.width; column++) {
        values[row * columns + at + column] = block.values[row * block.width + column]!;
      }
    }
    at += block.width;
  }
  return { values, count, columns };
}

/** The features of rows, and beside them what each member says of them. */
export async function stackMembers(rows: FeatureRows, members: readonly Member[]): Promise<NumberRows> {
  const blocks = [{ values: rows.values, width: rows.names.length }];
  for (const member of members) blocks.push({ values: await member.columns(rows), width: member.names.length });
  return stackColumns(rows.count, blocks);
}

/** Some of the rows, in the order that they are named. */
export function pickRows({ values, columns }: NumberRows, rows: readonly number[]): NumberRows {
  const picked = new Float32Array(rows.length * columns);
  for (const [i, row] of rows.entries()) picked.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  return { values: picked, count: rows.length, columns };
}
