import { compareSeveral } from "../../pipelines/registry/compare-several.ts";
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
  const events = flags.input === undefined ? undefined : await judgedRowsIn(flags.input, flags);
  const { models: manifests, roles, comparisons } = await compareSeveral(log, models, references, events);
  printResult(flags.json, { models: manifests, comparisons }, () =>
    [modelTable(manifests, roles), ...comparisons.map(comparisonText)].join("\n\n"),
  );
}
