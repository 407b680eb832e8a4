import { type Comparison, compareModels } from "../../pipelines/registry/compare-models.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import type { DataToRead } from "../data.ts";
import type { ImportFlags } from "../import-options.ts";
import { judgedRowsIn } from "../judged-rows.ts";
import { comparisonText } from "../terminal/comparison-text.ts";
import { modelTable } from "../terminal/model-text.ts";
import { printResult } from "../terminal/output.ts";
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
  const events = flags.input === undefined ? undefined : await judgedRowsIn(flags.input, flags);
  const comparisons: Comparison[] = [];
  for (const second of references.filter((reference) => reference !== first))
    comparisons.push(await compareModels(models, { first, second }, events));
  printResult(flags.json, { models: manifests, comparisons }, () =>
    [modelTable(manifests, roles), ...comparisons.map(comparisonText)].join("\n\n"),
  );
}
