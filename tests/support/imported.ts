import { importFile } from "../../pipelines/replay/import-file.ts";
import type { ImportSummary } from "../../pipelines/replay/import-summary.ts";
import type { ImportedEvent, ImportOptions } from "../../pipelines/replay/preset.ts";
import type { InteractionEvent, LabelledEvent, SearchEvent } from "../../schemas/generated/events.ts";

/** All that an import gave and said. */
export interface Imported {
  readonly events: readonly ImportedEvent[];
  readonly labels: readonly LabelledEvent[];
  readonly searches: readonly SearchEvent[];
  readonly interactions: readonly InteractionEvent[];
  readonly summary: ImportSummary;
  readonly errors: readonly (readonly [number, string])[];
  readonly notices: readonly string[];
}

/** Imports a whole file. */
export async function imported(file: string, options: Omit<ImportOptions, "path">): Promise<Imported> {
  const errors: [number, string][] = [];
  const notices: string[] = [];
  const events: ImportedEvent[] = [];
  const onRowError = (line: number, reason: string) => errors.push([line, reason]);
  const found = importFile({ notice: (message) => notices.push(message), onRowError, ...options, path: file });
  for await (const batch of found) events.push(...batch);
  const of = <Topic extends ImportedEvent["topic"]>(topic: Topic) =>
    events.flatMap((entry) =>
      entry.topic === topic ? [entry.event as Extract<ImportedEvent, { topic: Topic }>["event"]] : [],
    );
  return {
    events,
    labels: of("labels"),
    searches: of("searches"),
    interactions: of("interactions"),
    summary: found.summary,
    errors,
    notices,
  };
}

/** The sum of all grades. */
export function columnSum(labels: readonly LabelledEvent[]): number {
  return labels.flatMap((label) => label.products).reduce((sum, { grade }) => sum + grade, 0);
}
