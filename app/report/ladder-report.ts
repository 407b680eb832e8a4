import { interrupted, type Rung } from "../../pipelines/training/ladder.ts";
import type { CurvePoint, Manifest, SplitBy } from "../../schemas/manifest.ts";
import { number } from "../terminal/output.ts";
import { publishedText } from "./published-figures.ts";

/** All models of one way to divide the rows. */
export interface LadderPart {
  readonly split: SplitBy;
  readonly rungs: readonly Rung[];
}

/** What `twinstream train ladder` came to. */
export interface LadderReport {
  /** Where the rows come from, as it was given. */
  readonly from: string;
  readonly seed: number;
  readonly parts: readonly LadderPart[];
  /** How many bytes the own files of a model have, by its reference. */
  readonly sizes: Readonly<Record<string, number>>;
  /** Whether the rows are those that figures were published for. */
  readonly isPublishedData: boolean;
}

/** The kind whose error every model has to be below: it says the same of every pair. */
export const lineToBeat = "mean";

/** A row of the table: the reference of a model, and a figure for each column after it. */
export interface LadderRow {
  readonly reference: string;
  readonly cells: readonly string[];
  readonly isLineToBeat: boolean;
}

/** A rung with a model on it, and one without. */
export type TrainedRung = Extract<Rung, { manifest: Manifest }>;
type EmptyRung = Exclude<Rung, TrainedRung>;

/** Whether a rung has a model. */
export function isTrained(rung: Rung): rung is TrainedRung {
  return "manifest" in rung;
}

/** The kinds that have no model, each with the reason. */
export function emptyRungs({ rungs }: LadderPart): readonly EmptyRung[] {
  return rungs.filter((rung): rung is EmptyRung => !isTrained(rung));
}

/** Whether no kind was left for another time. */
export function isWhole({ parts }: LadderReport): boolean {
  return parts.flatMap(emptyRungs).every(({ reason }) => reason !== interrupted);
}

/** Names of the columns, the model's first. */
export function ladderColumns({ isPublishedData, parts }: LadderReport): readonly string[] {
  const bySeen = tellsSeen(parts) ? ["seen RMSE", "unseen RMSE"] : [];
  const measured = ["test RMSE", ...bySeen, "test MAE", "test NDCG@10", "validation RMSE"];
  const published = isPublishedData ? ["published RMSE"] : [];
  return ["model", ...measured, ...published, "trained in", "ms per 1,000 scores", "epochs", "size"];
}

/** Whether the test asks both for queries that training met and for others. */
export function tellsSeen(parts: readonly LadderPart[]): boolean {
  return parts.some(({ split }) => split === "both");
}

/** The rows of the table of one part, in the order in which the models were trained. */
export function ladderRows(report: LadderReport, { rungs }: LadderPart): readonly LadderRow[] {
  return rungs.filter(isTrained).map(({ kind, manifest }) => ({
    reference: manifest.reference,
    cells: cellsOf(manifest, report),
    isLineToBeat: kind === lineToBeat,
  }));
}

function cellsOf(manifest: Manifest, { isPublishedData, sizes, parts }: LadderReport): readonly string[] {
  const { metrics, kind, reference } = manifest;
  const { rmse, mae, ndcg10 } = metrics.test;
  const bySeen = tellsSeen(parts) ? [metrics.seen?.rmse, metrics.unseen?.rmse] : [];
  const epochs = curveOf(manifest).length;
  return [
    ...[rmse, ...bySeen, mae, ndcg10, metrics.validation.rmse].map((figure) => number(figure, 4)),
    ...(isPublishedData ? [publishedText(kind)] : []),
    duration(manifest.trainingMs),
    number(manifest.msPerThousandScores, 1),
    epochs === 0 ? "-" : number(epochs),
    sizeText(sizes[reference]),
  ];
}

/** A size for people: 310 B, 4.2 kB, 35 MB. */
function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return "-";
  const step = [1e6, 1e3].find((size) => bytes >= size) ?? 1;
  const value = bytes / step;
  return `${number(value, step > 1 && value < 10 ? 1 : 0)} ${step === 1e6 ? "MB" : step === 1e3 ? "kB" : "B"}`;
}

/** The learning curve of a model; empty for one that did not learn by epochs. */
export function curveOf(manifest: Manifest): readonly CurvePoint[] {
  return manifest.learningCurve ?? [];
}

/** A time for people: 12 ms, 4.2 s, 5 min 12 s, 1.2 h. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (ms < 99.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${number(ms / 1000, 1)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${number(ms / 3_600_000, 1)} h`;
}

/** The model to take: the one with the lowest validation error, so that the test stays a test. */
export function bestRung({ rungs }: LadderPart): TrainedRung | undefined {
  const ranked = rungs
    .filter(isTrained)
    .toSorted((a, b) => a.manifest.metrics.validation.rmse - b.manifest.metrics.validation.rmse);
  return ranked[0];
}
