import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import type { LabelledEvent } from "../schemas/generated/events.ts";
import { type ImportFlags, openImport } from "./import-options.ts";
import { printNote } from "./terminal/output.ts";

/** The judged rows of a file, read as the options of a command say. Throws FILE_UNREADABLE where there are none. */
export async function judgedRowsIn(file: string, flags: ImportFlags): Promise<readonly LabelledEvent[]> {
  const events = await judgedEventsOf(openImport(file, flags), printNote);
  if (events.length > 0) return events;
  throw new TwinstreamError("FILE_UNREADABLE", `"${file}" holds no judged row; give a file with grades`);
}
