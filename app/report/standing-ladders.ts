import { groupBy } from "../../schemas/group-by.ts";
import type { Manifest, SplitBy } from "../../schemas/manifest.ts";
import { lineToBeat } from "./ladder-report.ts";

/** Models that were trained and tested on the same rows, divided in the same way, so that their figures can be set side by side. */
export interface StandingLadder {
  readonly from: string;
  readonly rows: number;
  readonly queries: number;
  readonly split: SplitBy;
  readonly seed: number;
  /** The model that says the mean grade of every pair; undefined where none was trained. */
  readonly lineToBeat: string | undefined;
  /** By the error on the validation rows, lowest first, so that the test stays a test. */
  readonly models: readonly Manifest[];
}

/** The ladders that some models stand on; the one with the newest model first. */
export function standingLadders(models: readonly Manifest[]): readonly StandingLadder[] {
  const groups = groupBy(models, ({ data, seed }) => `${data.hash} ${data.split} ${seed}`);
  return [...groups.values()]
    .toSorted((one, other) => newest(other) - newest(one))
    .map((group) => ({ ...sharedOf(group), lineToBeat: lineOf(group), models: group.toSorted(byValidation) }));
}

function newest(models: readonly Manifest[]): number {
  return Math.max(...models.map(({ trainedAt }) => trainedAt));
}

function sharedOf([first]: readonly Manifest[]) {
  const { data, seed } = first!;
  const { from, rows, queries, split } = data;
  return { from, rows, queries, split, seed };
}

function lineOf(models: readonly Manifest[]): string | undefined {
  return models.findLast(({ kind }) => kind === lineToBeat)?.reference;
}

function byValidation(one: Manifest, other: Manifest): number {
  return one.metrics.validation.rmse - other.metrics.validation.rmse;
}
