import type { LogFigures } from "../connectors/event-log.ts";

/** What several threads have come to on one log; undefined where none of them counts. */
export function addLogFigures(parts: readonly (LogFigures | undefined)[]): LogFigures | undefined {
  const counted = parts.filter((part) => part !== undefined);
  if (counted.length === 0) return undefined;
  const sum = (pick: (figures: LogFigures) => number) => counted.reduce((total, figures) => total + pick(figures), 0);
  return {
    commits: sum(({ commits }) => commits),
    aborts: sum(({ aborts }) => aborts),
    rebalances: sum(({ rebalances }) => rebalances),
    fenced: sum(({ fenced }) => fenced),
  };
}
