import type { Lag } from "../../pipelines/run.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import type { QualityFigures } from "../../schemas/manifest.ts";
import { number, textTable } from "./output.ts";

/** What the terminal shows at one moment. */
export interface Snapshot {
  /** Seconds since the pipeline began. */
  readonly seconds: number;
  readonly data: string;
  readonly model: string;
  readonly stages: readonly StageFigures[];
  readonly lags: readonly Lag[];
  readonly quality: QualityFigures | undefined;
  readonly deadLetters: number;
}

/** The live view as text. Rates are taken against the snapshot before, where there is one. */
export function renderView(now: Snapshot, before: Snapshot | undefined): string {
  const head = ["stage", "events/s", "events", "lag", "p50", "p99", "rejected"];
  const rows = now.stages.map((stage) => stageRow(stage, now, before));
  return [
    `twinstream  ·  ${now.data}  ·  ${now.model}  ·  ${duration(now.seconds)}`,
    "",
    textTable([head, ...rows]),
    "",
    qualityLine(now.quality),
    deadLetterLine(now.deadLetters),
  ].join("\n");
}

function stageRow(stage: StageFigures, now: Snapshot, before: Snapshot | undefined): readonly string[] {
  const earlier = before?.stages.find((other) => other.name === stage.name)?.eventsIn ?? 0;
  const seconds = now.seconds - (before?.seconds ?? 0);
  const rate = seconds > 0 ? (stage.eventsIn - earlier) / seconds : 0;
  const { latencyP50Ms, latencyP99Ms } = stage;
  return [
    stage.name,
    number(rate),
    number(stage.eventsIn),
    lagText(stage.name, now.lags),
    milliseconds(latencyP50Ms),
    milliseconds(latencyP99Ms),
    number(stage.rejected),
  ];
}

/** A stage inside a fused chain has no topic of its own, so nothing can wait before it. */
function lagText(stage: string, lags: readonly Lag[]): string {
  return number(lags.filter((lag) => lag.group === stage).reduce((sum, lag) => sum + lag.entries, 0));
}

function milliseconds(value: number): string {
  return value < 10
    ? `${value.toFixed(1)} ms`
    : value < 10_000
      ? `${Math.round(value)} ms`
      : `${Math.round(value / 1000)} s`;
}

function qualityLine(quality: QualityFigures | undefined): string {
  if (quality === undefined || quality.pairs === 0) return "labelled      none yet";
  const ndcg = quality.ndcg10 === null ? "" : `   NDCG@10 ${quality.ndcg10.toFixed(4)}`;
  return `labelled      ${number(quality.pairs)} pairs   RMSE ${quality.rmse.toFixed(4)}   MAE ${quality.mae.toFixed(4)}${ndcg}`;
}

function deadLetterLine(count: number): string {
  return count === 0 ? "dead letters  none" : `dead letters  ${number(count)}   see: twinstream dead-letters list`;
}

function duration(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(whole / 3600))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
