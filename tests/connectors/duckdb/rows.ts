import type { PlacedRow } from "../../../connectors/feature-store.ts";
import { type TableName, tables } from "../../../schemas/tables.ts";

/** A row of a table at an offset: null in every column that is not given. */
export function placedRow<Name extends TableName>(
  table: Name,
  offset: number,
  values: Record<string, unknown>,
): PlacedRow<Name> {
  const empty = Object.fromEntries(Object.keys(tables[table]).map((column) => [column, null]));
  return { offset, processedAt: Date.UTC(2024, 4, 1) + offset, row: { ...empty, ...values } as PlacedRow<Name>["row"] };
}
