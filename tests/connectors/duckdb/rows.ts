import type { PlacedRow } from "../../../connectors/feature-store.ts";
import { featurePlaces, type TableName, tables } from "../../../schemas/tables.ts";

/** A row of a table at an offset: null in every column that is not given. Features are given by their columns. */
export function placedRow<Name extends TableName>(
  table: Name,
  offset: number,
  values: Record<string, unknown>,
): PlacedRow<Name> {
  const row: Record<string, unknown> = { features: featuresAmong(values) };
  for (const column of Object.keys(tables[table])) if (!featurePlaces.has(column)) row[column] = values[column] ?? null;
  return { offset, processedAt: Date.UTC(2024, 4, 1) + offset, row: row as unknown as PlacedRow<Name>["row"] };
}

function featuresAmong(values: Record<string, unknown>): Float32Array | null {
  const given = Object.entries(values).filter(([column, value]) => featurePlaces.has(column) && value !== null);
  if (given.length === 0) return null;
  const features = new Float32Array(featurePlaces.size).fill(Number.NaN);
  for (const [column, value] of given) features[featurePlaces.get(column)!] = value as number;
  return features;
}
