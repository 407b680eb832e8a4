import type { ModelStore } from "../../connectors/model-store.ts";
import type { PairedFigure } from "../../models/metrics/paired-bootstrap.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { modelFiles, withLiveModel } from "../live-models.ts";
import { sampleDrift } from "../training/sample-rows.ts";
import { fewestSearches, type SliceComparison, type SmallSlice, sliceText } from "./common-rows.ts";
import { type Comparison, compareModels } from "./compare-models.ts";

/** One thing that a model is asked before it may score, and what was found, with its figures. */
export interface GateCheck {
  readonly what: string;
  readonly isPassed: boolean;
  readonly found: string;
}

/** How the name of a check begins that compares a figure with the champion's. */
export const figureCheckPrefix = "not worse: ";

/** What a gate is given. */
export interface GateOptions {
  /** The champion to measure up to; undefined where there is none, and nothing but its own scores can speak against a model. */
  readonly champion: string | undefined;
  /** How long 1,000 scores may take. */
  readonly budgetMs: number;
  /** Judged rows to compare the two on; undefined: the rows that both were tested on. */
  readonly events?: readonly LabelledEvent[] | undefined;
}

/** As far as two runtimes may differ in the last digits of a score. */
const mostDrift = 1e-6;
/** How much worse a slice may be for certain, as a share of the champion's figure. */
const tolerance = 0.005;

/**
 * Asks whether a model may become the champion: it scores as it did when it was trained, is fast enough, and not for certain worse than
 * the champion on any guarded slice. Throws MODEL_NOT_FOUND for a model that is not there.
 */
export async function gateChecks(
  store: ModelStore,
  model: string,
  options: GateOptions,
): Promise<readonly GateCheck[]> {
  const manifest = await store.manifest(model);
  const parity = await parityCheck(store, model);
  if (options.champion === undefined) return [parity, { ...passed, found: "there is no champion yet" }];
  if (options.champion === model) return [parity, { ...passed, found: "it is the champion" }];
  const comparison = await orReason(compareModels(store, { first: options.champion, second: model }, options.events));
  const cost = { champion: await costOf(store, options.champion), budgetMs: options.budgetMs };
  return [parity, latencyCheck(manifest, cost), ...qualityChecks(comparison, options.champion)];
}

const passed = { what: "not worse than the champion", isPassed: true } as const;

async function parityCheck(store: ModelStore, model: string): Promise<GateCheck> {
  const what = "scores as when it was trained";
  try {
    const sample = (await store.files(model))[modelFiles.sampleRows];
    if (sample === undefined)
      return { what, isPassed: false, found: "it was trained before sample rows were kept; train it again" };
    const drift = await withLiveModel(store, model, (live) => sampleDrift(live, sample));
    return {
      what,
      isPassed: drift <= mostDrift,
      found: `differs by ${Number(drift.toPrecision(2))}, at most ${mostDrift.toExponential()}`,
    };
  } catch (error) {
    return { what, isPassed: false, found: messageOf(error) };
  }
}

/** What 1,000 scores of a champion cost when it was trained; undefined where its manifest can't be read, of which the comparison says why. */
async function costOf(store: ModelStore, champion: string): Promise<number | undefined> {
  try {
    return (await store.manifest(champion)).msPerThousandScores;
  } catch (error) {
    if (error instanceof TwinstreamError) return undefined;
    throw error;
  }
}

interface CostLimits {
  readonly champion: number | undefined;
  readonly budgetMs: number;
}

function latencyCheck({ msPerThousandScores: ms }: Manifest, { champion, budgetMs }: CostLimits): GateCheck {
  const isPassed = ms <= budgetMs;
  const beside = champion === undefined ? "" : ` (the champion ${champion.toFixed(1)})`;
  // with room above: a budget of just what was measured would refuse the next version
  const wider = Math.ceil(1.5 * ms);
  const remedy = `; where ${Math.floor(1_000_000 / ms)} pairs a second on one core are enough, give --budget-ms ${wider}`;
  const found = `${ms.toFixed(1)} ms for 1,000 scores${beside}, at most ${budgetMs}${isPassed ? "" : remedy}`;
  return { what: "fast enough", isPassed, found };
}

/** A champion that is damaged can't be compared with. */
async function orReason(comparing: Promise<Comparison>): Promise<Comparison | { readonly reason: string }> {
  try {
    return await comparing;
  } catch (error) {
    return { reason: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof TwinstreamError) return error.message;
  throw error;
}

function qualityChecks(comparison: Comparison | { readonly reason: string }, champion: string): readonly GateCheck[] {
  if ("reason" in comparison)
    return [{ what: `not worse than ${champion}`, isPassed: false, found: `can't be told: ${comparison.reason}` }];
  const checks = comparison.slices.flatMap((slice) => [
    ...figureCheck(slice, "RMSE", slice.figures.rmse, 1),
    ...(slice.slice === "all" ? figureCheck(slice, "NDCG@10", slice.figures.ndcg10, -1) : []),
  ]);
  return [...checks, ...smallSlices(comparison.tooSmall)];
}

/** Says which slices nothing guards; that is no reason to refuse a model. */
function smallSlices(slices: readonly SmallSlice[]): readonly GateCheck[] {
  if (slices.length === 0) return [];
  const counted = slices.map((slice) => `${sliceText(slice)} (${slice.searches})`).join(", ");
  const found = `${counted}: with fewer than ${fewestSearches} searches they can't be compared`;
  return [{ what: "slices too small to guard", isPassed: true, found }];
}

/** `worse` is the sign of a difference for the worse. It is refused when the whole interval lies there, beyond the tolerance. */
function figureCheck(
  slice: SliceComparison,
  name: string,
  figure: PairedFigure | null,
  worse: 1 | -1,
): readonly GateCheck[] {
  if (figure === null) return [];
  const { first, second, difference, interval } = figure;
  const allowed = tolerance * first;
  const surely = worse === 1 ? interval.low : -interval.high;
  const range = `${signed(difference)} (${signed(interval.low)} to ${signed(interval.high)})`;
  return [
    {
      what: `${figureCheckPrefix}${name}${slice.slice === "all" ? "" : `, ${sliceText(slice)}`}`,
      isPassed: surely <= allowed,
      found: `${second.toFixed(4)} against ${first.toFixed(4)}: ${range}, limit ${signed(worse * allowed)}`,
    },
  ];
}

function signed(value: number): string {
  return `${value < 0 ? "" : "+"}${value.toFixed(4)}`;
}
