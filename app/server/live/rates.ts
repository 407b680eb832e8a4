import { histogramSince, quantileMs } from "../../../pipelines/histogram.ts";
import type { PartitionState } from "../../../pipelines/partition-watch.ts";
import type { StageFigures } from "../../../pipelines/stage-metrics.ts";
import type { StagePlace } from "../../../pipelines/step.ts";

/** What was looked at at a time. */
export interface Look {
  readonly time: number;
  /** When the partitions were asked. */
  readonly partitionsAt: number;
  readonly partitions: readonly PartitionState[];
  /** Of the stages of this process. */
  readonly figures: readonly StageFigures[];
}

/** What of a stage takes two looks to know; null where it can't be known. */
export interface StageRates {
  readonly inPerSecond: number | null;
  readonly outPerSecond: number | null;
  readonly latencyP50Ms: number | null;
  readonly latencyP99Ms: number | null;
}

/** How much a topic has had, over all partitions, and how fast more comes. */
interface TopicRate {
  readonly name: string;
  readonly end: number;
  readonly perSecond: number | null;
}

/** What two looks say together. */
interface Rates {
  readonly topics: readonly TopicRate[];
  stage(place: StagePlace): StageRates;
}

/** How fast everything moved between two looks: stages by their own counts, or, where they run elsewhere, by what moved in the log. */
export function ratesOf(now: Look, before: Look | undefined, runsStages: boolean): Rates {
  const topics = topicRates(now, before);
  const elsewhere = (place: StagePlace): StageRates => ({
    inPerSecond: perSecond(now, before, (look) => positionOf(look.partitions, place.group)),
    outPerSecond: sumOf(topics.filter(({ name }) => place.to.some((topic) => topic === name))),
    latencyP50Ms: null,
    latencyP99Ms: null,
  });
  return { topics, stage: runsStages ? ({ name }) => stageRates(name, now, before) : elsewhere };
}

function stageRates(name: string, now: Look, before: Look | undefined): StageRates {
  const of = (look: Look | undefined) => look?.figures.find((figures) => figures.name === name);
  const [figures, earlier] = [of(now), of(before)];
  const seconds = before === undefined ? 0 : (now.time - before.time) / 1000;
  const rate = (pick: (figures: StageFigures) => number) =>
    figures === undefined || seconds <= 0 ? null : (pick(figures) - (earlier ? pick(earlier) : 0)) / seconds;
  const latency = (share: number) => {
    if (figures === undefined) return null;
    const recent = earlier ? histogramSince(earlier.latencies, figures.latencies) : figures.latencies;
    return quantileMs(recent, share) ?? null;
  };
  return {
    inPerSecond: rate(({ eventsIn }) => eventsIn),
    outPerSecond: rate(({ eventsOut }) => eventsOut),
    latencyP50Ms: latency(0.5),
    latencyP99Ms: latency(0.99),
  };
}

function topicRates(now: Look, before: Look | undefined): readonly TopicRate[] {
  const names = new Set(now.partitions.map(({ topic }) => topic));
  return Array.from(names, (name) => ({
    name,
    end: endOf(now.partitions, name) ?? 0,
    perSecond: perSecond(now, before, (look) => endOf(look.partitions, name)),
  }));
}

function perSecond(now: Look, before: Look | undefined, pick: (look: Look) => number | undefined): number | null {
  const [to, from] = [pick(now), before && pick(before)];
  const seconds = before === undefined ? 0 : (now.partitionsAt - before.partitionsAt) / 1000;
  if (to === undefined || from === undefined || seconds <= 0) return null;
  return Math.max(0, to - from) / seconds;
}

/** What a group has read, in offsets; undefined where it never began. */
function positionOf(partitions: readonly PartitionState[], group: string): number | undefined {
  const begun = partitions.filter((state) => state.group === group && state.committed !== undefined);
  return begun.length === 0 ? undefined : begun.reduce((sum, { committed = 0 }) => sum + committed, 0);
}

/** Several groups may follow a topic. */
function endOf(partitions: readonly PartitionState[], topic: string): number | undefined {
  const ends = new Map(partitions.flatMap((state) => (state.topic === topic ? [[state.partition, state.end]] : [])));
  return ends.size === 0 ? undefined : [...ends.values()].reduce((sum, end) => sum + end, 0);
}

function sumOf(topics: readonly TopicRate[]): number | null {
  const known = topics.flatMap(({ perSecond: rate }) => (rate === null ? [] : [rate]));
  return known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0);
}
