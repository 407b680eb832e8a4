import { askServer, type Problem } from "../../api/client.ts";

/** The forms in which all rows of a result can be taken away. */
export const exportForms = {
  CSV: { type: "text/csv", ending: "csv" },
  Parquet: { type: "application/vnd.apache.parquet", ending: "parquet" },
  Arrow: { type: "application/vnd.apache.arrow.stream", ending: "arrows" },
} as const;

/** The name of a form. */
export type ExportForm = keyof typeof exportForms;

/** Has the server run a statement anew, and saves all its rows as a file; gives why it could not. */
export async function exportRows(sql: string, form: ExportForm): Promise<Problem | undefined> {
  const { type, ending } = exportForms[form];
  const headers = { "content-type": "application/json", accept: type };
  try {
    const answer = await askServer(new Request("/api/sql", { method: "POST", headers, body: JSON.stringify({ sql }) }));
    if (!answer.ok) return (await answer.json()) as Problem;
    save(await answer.blob(), `rows.${ending}`);
    return undefined;
  } catch {
    return { title: "The rows did not arrive.", detail: "The server ended the answer, or can't be reached; try again" };
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
