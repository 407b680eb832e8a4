import type { Lag } from "../../pipelines/run.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import type { QualityFigures } from "../../schemas/manifest.ts";
import { number, textTable } from "./output.ts";

/** The best product of a search that was scored. */
export interface LatestScore {
  readonly query: string;
  readonly title: string;
  readonly score: number;
}

/** The challenger beside the champion, on the labelled pairs that both scored. */
export interface ChallengerFigures {
  readonly model: string;
  readonly pairs: number;
  /** Both are NaN where there are no pairs yet. */
  readonly rmse: number;
  readonly championRmse: number;
  /** Why it did not score the latest search; null when it did. */
  readonly fault: string | null;
}

/** What the terminal shows at one moment. */
export interface Snapshot {
  /** Seconds since the pipeline began. */
  readonly seconds: number;
  readonly data: string;
  readonly model: string;
  readonly stages: readonly StageFigures[];
  readonly lags: readonly Lag[];
  readonly quality: QualityFigures | undefined;
  /** What RMSE would be if every score were the mean grade of the same pairs. */
  readonly meanRmse: number;
  readonly challenger?: ChallengerFigures | undefined;
  readonly deadLetters: number;
  readonly latest: LatestScore | undefined;
}

/** The live view as text. Rates are taken against an earlier snapshot, or without one over the whole time. */
export function renderView(now: Snapshot, before: Snapshot | undefined): string {
  const head = ["stage", "events/s", "events", "lag", "p50", "p99", "rejected"];
  const rows = now.stages.map((stage) => stageRow(stage, now, before));
  return [
    `twinstream  ·  ${now.data}  ·  ${now.model} scores  ·  ${duration(now.seconds)}`,
    "",
    rows.length === 0 ? "the stages are starting" : textTable([head, ...rows]),
    "",
    ...latestLine(now.latest),
    qualityLine(now),
    ...challengerLine(now),
    deadLetterLine(now.deadLetters),
  ].join("\n");
}

function stageRow(stage: StageFigures, now: Snapshot, before: Snapshot | undefined): readonly string[] {
  const earlier = before?.stages.find((other) => other.name === stage.name)?.eventsIn ?? 0;
  const seconds = now.seconds - (before?.seconds ?? 0);
  const rate = seconds > 0 ? (stage.eventsIn - earlier) / seconds : 0;
  const isIdle = stage.eventsIn === 0;
  return [
    stage.name,
    number(rate),
    number(stage.eventsIn),
    lagText(stage.name, now.lags),
    isIdle ? "-" : milliseconds(stage.latencyP50Ms),
    isIdle ? "-" : milliseconds(stage.latencyP99Ms),
    number(stage.rejected),
  ];
}

/** A stage inside a fused chain has no topic of its own, so nothing can wait before it. */
function lagText(stage: string, lags: readonly Lag[]): string {
  const own = lags.filter((lag) => lag.group === stage);
  return own.length === 0 ? "-" : number(own.reduce((sum, lag) => sum + lag.entries, 0));
}

function milliseconds(value: number): string {
  if (value < 10) return `${value.toFixed(1)} ms`;
  return value < 10_000 ? `${Math.round(value)} ms` : `${Math.round(value / 1000)} s`;
}

const longestTitle = 40;

function latestLine(latest: LatestScore | undefined): readonly string[] {
  if (latest === undefined) return [];
  return [`latest        ${cut(latest.query)} → ${latest.score.toFixed(2)} ${cut(latest.title)}`];
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length <= longestTitle ? line : `${line.slice(0, longestTitle - 1)}…`;
}

function qualityLine({ quality, meanRmse }: Snapshot): string {
  if (quality === undefined || quality.pairs === 0) return "labelled      none yet";
  const ndcg = quality.ndcg10 === null ? "" : `   NDCG@10 ${quality.ndcg10.toFixed(4)}`;
  return `labelled      ${number(quality.pairs)} pairs   RMSE ${quality.rmse.toFixed(4)} (the mean alone: ${meanRmse.toFixed(4)})${ndcg}`;
}

function challengerLine({ model, challenger }: Snapshot): readonly string[] {
  if (challenger === undefined) return [];
  const { pairs, rmse, championRmse, fault } = challenger;
  const beside = `${number(pairs)} pairs   RMSE ${rmse.toFixed(4)} (${model} on the same: ${championRmse.toFixed(4)})`;
  const said = fault !== null ? `left out: ${fault}` : pairs === 0 ? "no labelled pair yet" : beside;
  return [`challenger    ${challenger.model}   ${said}`];
}

function deadLetterLine(count: number): string {
  return count === 0 ? "dead letters  none" : `dead letters  ${number(count)}   see: twinstream dead-letters list`;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
