import type { Clock } from "../../connectors/clock.ts";
import { learners } from "../../models/learners.ts";
import type { Checkpoints, Learner, Model, Progress, TrainingRun } from "../../models/model.ts";
import { queryHashes } from "../../models/seen-queries.ts";
import { parts } from "../../models/splitting.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint, Manifest } from "../../schemas/manifest.ts";
import { qualityOfPart } from "../evaluation/quality.ts";
import { filesOf } from "../live-models.ts";
import { surroundings } from "../surroundings.ts";
import { rowsOfPart } from "./judged-rows.ts";
import type { Material, SplitPlan } from "./material.ts";
import { scoreRows } from "./score-rows.ts";

/** What to train, and how. */
export interface TrainingPlan extends SplitPlan {
  readonly kind: string;
  /** Where the rows come from, in words a person knows: a file, `tables`, `demo`. */
  readonly from: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Threads that one step of a net may use. */
  readonly threads: number;
  readonly checkpoints: Checkpoints;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
}

/** What a training is given that nobody watches, ends or goes on with later. */
export const unattended: Pick<TrainingPlan, "config" | "threads" | "checkpoints" | "signal" | "progress"> = {
  config: {},
  threads: 1,
  checkpoints: { load: async () => undefined, save: async () => {} },
  signal: new AbortController().signal,
  progress: () => {},
};

/** A trained model, ready for the store. */
export interface Trained {
  readonly manifest: Omit<Manifest, "reference" | "files">;
  readonly files: Artifact;
}

/** Fits a model on the training part and measures it on all three. Throws WRONG_USAGE for an unknown kind, TRAINING_IMPOSSIBLE for unusable rows. */
export async function trainModel(material: Material, plan: TrainingPlan, clock: Clock): Promise<Trained> {
  const learner = learnerOf(plan.kind);
  const { rows, partOfRow, vocabulary, lender } = material;
  const config = { ...learner.defaults, ...plan.config };
  const learningCurve: CurvePoint[] = [];
  const run: TrainingRun = {
    ...surroundings,
    ...plan,
    validation: rowsOfPart(rows, partOfRow, parts.validation),
    learned: (point) => learningCurve.push(point),
  };
  const began = clock.now();
  const model = await learner.fit(rowsOfPart(rows, partOfRow, parts.train), config, run);
  const fitted = clock.now();
  const scores = await scoreRows(model, rows);
  const scored = clock.now();
  const seen = queryHashes(rows.queries.filter((_, row) => partOfRow[row] === parts.train));
  const manifest: Trained["manifest"] = {
    kind: plan.kind,
    trainedAt: fitted,
    config,
    seed: plan.seed,
    featureSet: rows.features.featureSet,
    space: model.embedder?.space ?? rows.space,
    ...(lender && model.embedder === undefined && { embedder: lender.manifest.reference }),
    vocabulary: vocabulary.name,
    scoreMin: model.scoreMin,
    scoreMax: model.scoreMax,
    data: dataOf(material, plan),
    metrics: metricsOf(material, model, scores),
    learningCurve,
    trainingMs: fitted - began,
    msPerThousandScores: ((scored - fitted) * 1000) / rows.features.count,
  };
  return { manifest, files: filesOf(model, vocabulary, seen) };
}

function learnerOf(kind: string): Learner {
  if (Object.hasOwn(learners, kind)) return learners[kind as keyof typeof learners] as unknown as Learner;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `there is no model kind "${kind}"; choose one of ${Object.keys(learners).join(", ")}`,
  );
}

function dataOf({ rows }: Material, { from, split }: TrainingPlan): Manifest["data"] {
  return { from, hash: rows.hash, rows: rows.features.count, queries: new Set(rows.queries).size, split };
}

function metricsOf({ rows, partOfRow }: Material, model: Model, scores: Float32Array): Manifest["metrics"] {
  const quality = (part: number) => qualityOfPart(rows, scores, model, partOfRow, part);
  return { train: quality(parts.train), validation: quality(parts.validation), test: quality(parts.test) };
}
