import { usualResampling } from "../../models/metrics/bootstrap.ts";
import { type CalibrationPoint, calibrationOf } from "../../models/metrics/calibration.ts";
import { DealtSums, type MeasuredSums } from "../../models/metrics/dealt-sums.ts";
import type { GradedSearch } from "../../models/metrics/evaluation.ts";
import { type PairedFigures, pairedBootstrap } from "../../models/metrics/paired-bootstrap.ts";
import { createAnalyser } from "../../models/text/analyse.ts";
import { emptyVocabulary } from "../../models/text/learn-vocabulary.ts";
import { groupBy } from "../../schemas/group-by.ts";
import { bm25Scores } from "./bm25-scores.ts";
import { asServed, type JudgedEvent, type JudgedEvents } from "./judged-pairs.ts";
import { measureSlices, type SliceMeasured } from "./measure-slices.ts";
import { type Period, periodsOf } from "./periods.ts";

/** Models that scored the very same judged searches. */
export interface BesideEachOther {
  readonly champion: string;
  readonly challenger: string;
  readonly ofChampion: MeasuredSums;
  readonly ofChallenger: MeasuredSums;
  /** Differences are challenger less champion; null where they can't be told. */
  readonly difference: PairedFigures;
}

/** What needs no model, on the same searches: whatever is worth its cost is better. */
export interface ReferenceLines {
  /** Always answering with the mean grade. */
  readonly constant: { readonly value: number; readonly rmse: number; readonly mae: number };
  /** The products in random order: what it gets on average. */
  readonly random: RankingFigures;
  readonly bm25: RankingFigures;
}

interface RankingFigures {
  readonly ndcg10: number | null;
  readonly mrr: number | null;
}

/** How good the scores of a time were. */
export interface QualityReport {
  readonly from: number;
  readonly to: number;
  /** Judged pairs of that time; `live.figures.pairs` of them were looked at. */
  readonly pairs: number;
  readonly otherRanges: number;
  readonly labelMin: number;
  readonly labelMax: number;
  /** The scores that counted, whichever model gave them. */
  readonly live: MeasuredSums;
  readonly overTime: readonly Period[];
  readonly calibration: readonly CalibrationPoint[];
  readonly slices: readonly SliceMeasured[];
  /** By the model that scored, the one with the newest search first. */
  readonly models: readonly (MeasuredSums & { readonly model: string; readonly lastAt: number })[];
  /** The newest two that scored the same searches. */
  readonly beside: BesideEachOther | null;
  readonly references: ReferenceLines;
}

const seed = 1;

/** Makes the report of judged searches of a time; null where there are none. */
export function qualityReport(judged: JudgedEvents, time: { from: number; to: number }): QualityReport | null {
  const { events } = judged;
  if (events.length === 0) return null;
  const { labelMin, labelMax } = events[0]!;
  const live = dealt(events, served);
  const analyser = createAnalyser(emptyVocabulary);
  return {
    ...time,
    ...{ pairs: judged.pairs, otherRanges: judged.otherRanges, labelMin, labelMax },
    live: live.measure(seed),
    overTime: periodsOf(events, time, (some) => dealt(some, served).measure(seed)),
    calibration: calibrationOf(live.groups, { labelMin, labelMax }, { ...usualResampling, seed }),
    slices: measureSlices(events, analyser, seed),
    models: byModel(events),
    beside: besideEachOther(events),
    references: referenceLines(events, bm25Scores(events, analyser)),
  };
}

function dealt(
  events: readonly JudgedEvent[],
  searchOf: (event: JudgedEvent, place: number) => GradedSearch,
): DealtSums {
  const sums = new DealtSums();
  events.forEach((event, place) => {
    sums.add(searchOf(event, place));
  });
  return sums;
}

function served(event: JudgedEvent): GradedSearch {
  return asServed(event);
}

function byModel(events: readonly JudgedEvent[]): QualityReport["models"] {
  return [...groupBy(events, ({ model }) => model)]
    .map(([model, own]) => {
      const lastAt = own.reduce((last, { at }) => Math.max(last, at), 0);
      return { model, lastAt, ...dealt(own, served).measure(seed) };
    })
    .sort((one, other) => other.lastAt - one.lastAt);
}

function besideEachOther(events: readonly JudgedEvent[]): BesideEachOther | null {
  const both = events.filter(({ challenger, products }) => {
    return challenger !== null && products.every(({ challengerScore }) => challengerScore !== null);
  });
  if (both.length === 0) return null;
  const newest = both.reduce((last, event) => (event.at > last.at ? event : last));
  const [champion, challenger] = [newest.model, newest.challenger!.model];
  const same = both.filter((event) => event.model === champion && event.challenger!.model === challenger);
  const own = dealt(same, served);
  const its = dealt(same, (event) => {
    const { scoreMin, scoreMax } = event.challenger!;
    const scores = event.products.map(({ challengerScore }) => challengerScore!);
    return { ...asServed(event), scores, scoreMin, scoreMax };
  });
  return {
    ...{ champion, challenger, ofChampion: own.measure(seed), ofChallenger: its.measure(seed) },
    difference: pairedBootstrap(own.groups, its.groups, { ...usualResampling, seed }),
  };
}

function referenceLines(events: readonly JudgedEvent[], bm25: readonly Float64Array[]): ReferenceLines {
  const { sumGrade, pairs } = dealt(events, served).whole;
  const value = sumGrade / pairs;
  // equal scores have no order among them, so that a constant gets what chance gets
  const constant = dealt(events, (event) => withScores(event, new Float64Array(event.products.length).fill(value)));
  const { rmse, mae, ...chance } = constant.measure(seed).figures;
  const words = dealt(events, (event, place) => withScores(event, bm25[place]!)).measure(seed).figures;
  return { constant: { value, rmse, mae }, random: rankingOf(chance), bm25: rankingOf(words) };
}

/** Scores that are on the label range, or whose size means nothing. */
function withScores(event: JudgedEvent, scores: Float64Array): GradedSearch {
  const { labelMin, labelMax } = event;
  return { ...asServed(event), scores, scoreMin: labelMin, scoreMax: labelMax };
}

function rankingOf({ ndcg10, mrr }: RankingFigures): RankingFigures {
  return { ndcg10, mrr };
}
