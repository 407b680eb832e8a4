import { type Comparison, compareModels } from "../../pipelines/registry/compare-models.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import { judgedEventsOf } from "../../pipelines/training/judged-events.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { DataToRead } from "../data.ts";
import { type ImportFlags, openImport } from "../import-options.ts";
import { comparisonText } from "../terminal/comparison-text.ts";
import { modelTable } from "../terminal/model-text.ts";
import { printNote, printResult } from "../terminal/output.ts";
import type { ModelFlags } from "./models.ts";

/** The options of a command that may compare models on a file. */
export interface CompareFlags extends ModelFlags, ImportFlags {
  readonly input?: string;
}

/** `twinstream models compare`: models side by side, and whether one is better on the same rows. */
export async function compare(
  { models, log }: DataToRead,
  flags: CompareFlags,
  references: readonly string[],
): Promise<void> {
  const manifests = await Promise.all(references.map((reference) => models.manifest(reference)));
  const roles = await releasedRoles(log);
  const first = references.find((reference) => reference === roles.champion) ?? references[0]!;
  const events = await judgedRowsOf(flags);
  const comparisons: Comparison[] = [];
  for (const second of references.filter((reference) => reference !== first))
    comparisons.push(await compareModels(models, { first, second }, events));
  printResult(flags.json, { models: manifests, comparisons }, () =>
    [modelTable(manifests, roles), ...comparisons.map(comparisonText)].join("\n\n"),
  );
}

/** The judged rows of the file that was given; undefined where none was. */
export async function judgedRowsOf(flags: CompareFlags): Promise<readonly LabelledEvent[] | undefined> {
  if (flags.input === undefined) return undefined;
  const events = await judgedEventsOf(openImport(flags.input, flags), printNote);
  if (events.length > 0) return events;
  throw new TwinstreamError("FILE_UNREADABLE", `"${flags.input}" holds no judged row; give a file with grades`);
}
