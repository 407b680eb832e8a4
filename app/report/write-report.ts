import { join } from "node:path";
import { writeKeepingEarlier } from "../../connectors/files/write-keeping-earlier.ts";
import { printNote } from "../terminal/output.ts";

/** A report as a page and, where it has that form, as Markdown. */
export interface ReportTexts {
  readonly html: string;
  readonly markdown?: string;
}

/** Writes a report to a folder as `NAME.html` and, if there is Markdown, `NAME.md`; an earlier one is kept beside it, with a note. Gives the paths. Throws FOLDER_UNWRITABLE. */
export async function writeReport(
  folder: string,
  name: string,
  { html, markdown }: ReportTexts,
): Promise<readonly string[]> {
  const files = {
    [join(folder, `${name}.html`)]: html,
    ...(markdown !== undefined && { [join(folder, `${name}.md`)]: markdown }),
  };
  const kept = await writeKeepingEarlier(files);
  if (kept.length > 0) printNote(`the earlier report is kept: ${kept.join(", ")}`);
  return Object.keys(files);
}
