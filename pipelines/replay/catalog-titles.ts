import { type ReadOptions, readRows } from "../../connectors/files/read-rows.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { RowValues } from "./preset.ts";
import { detached, textOrNull } from "./values.ts";

const idColumns = ["product_id", "id", "docid", "product_uid", "asin", "sku"];
const titleColumns = ["title", "product_title", "productDisplayName", "name"];

/** The title of each product in a file of products; rows without both are passed over. Throws WRONG_USAGE when no columns of that kind are there. */
export async function catalogTitles(path: string, options: ReadOptions): Promise<ReadonlyMap<string, string>> {
  const titles = new Map<string, string>();
  let columns: { readonly id: string; readonly title: string } | undefined;
  for await (const batch of readRows(path, options)) {
    for (const row of batch) {
      if ("error" in row) continue;
      columns ??= columnsOf(row.values, path);
      const id = textOrNull(row.values[columns.id]);
      const title = textOrNull(row.values[columns.title]);
      if (id !== null && title !== null) titles.set(detached(id), detached(title));
    }
  }
  return titles;
}

function columnsOf(values: RowValues, path: string): { readonly id: string; readonly title: string } {
  const id = idColumns.find((name) => name in values);
  const title = titleColumns.find((name) => name in values);
  if (id !== undefined && title !== undefined) return { id, title };
  const wanted = `one of ${idColumns.join(", ")} and one of ${titleColumns.join(", ")}`;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `the catalog "${path}" needs ${wanted}; it has ${Object.keys(values).join(", ")}`,
  );
}
