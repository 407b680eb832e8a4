import { createHash } from "node:crypto";
import type { Clock } from "../../connectors/clock.ts";
import { learners } from "../../models/learners.ts";
import type { Checkpoints, Learner, Model, Progress, TrainingRun } from "../../models/model.ts";
import { queryHashes } from "../../models/seen-queries.ts";
import { parts } from "../../models/splitting.ts";
import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint, Manifest } from "../../schemas/manifest.ts";
import { programVersion } from "../../schemas/program-version.ts";
import { filesOf } from "../live-models.ts";
import { surroundings } from "../surroundings.ts";
import { evidenceOf } from "./evidence.ts";
import { type JudgedRows, rowsOfPart } from "./judged-rows.ts";
import type { Material, SplitPlan } from "./material.ts";
import { modelSize } from "./model-size.ts";
import { scoreRows } from "./score-rows.ts";
import { processorTime, scoringCost } from "./scoring-cost.ts";
import { metricsOf } from "./training-metrics.ts";

/** What decides, with the rows, which model comes of a training. */
export interface TrainingChoice extends SplitPlan {
  readonly kind: string;
  /** What differs from the kind's defaults. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Threads that one step may use; unless said, as many as the config says, which is what suits the kind. */
  readonly threads?: number | undefined;
}

/** What to train, and how. */
export interface TrainingPlan extends TrainingChoice {
  /** Where the rows come from, in words a person knows: a file, `tables`, `demo`. */
  readonly from: string;
  /** Only events from this time on are among the rows, milliseconds since 1970 UTC. */
  readonly since?: number | undefined;
  /** The champion at this time. */
  readonly parent?: string | undefined;
  readonly checkpoints: Checkpoints;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  /** Takes a point of the learning curve. */
  learned?(point: CurvePoint): void;
}

/** What a training is given that nobody watches, ends or goes on with later. */
export const unattended: Pick<TrainingPlan, "config" | "checkpoints" | "signal" | "progress"> = {
  config: {},
  checkpoints: { load: async () => undefined, save: async () => {}, isDue: () => false },
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
  const { rows, partOfRow } = material;
  const { config, threads } = settledConfig(learner, plan);
  const learningCurve: CurvePoint[] = [];
  const run: TrainingRun = {
    ...surroundings,
    ...plan,
    threads,
    validation: rowsOfPart(rows, partOfRow, parts.validation),
    learned(point) {
      learningCurve.push(point);
      plan.learned?.(point);
    },
  };
  const began = clock.now();
  const model = await learner.fit(rowsOfPart(rows, partOfRow, parts.train), config, run);
  const fitted = clock.now();
  try {
    plan.signal.throwIfAborted();
    plan.progress({ share: 1, doing: "scoring all rows" });
    const { manifest, files } = await measure(model, material, plan);
    const spent = { trainedAt: fitted, trainingMs: fitted - began };
    return { manifest: { ...manifest, ...spent, config, learningCurve }, files };
  } finally {
    await model.close();
  }
}

/** What a manifest says of a model that has learned, but for what only its learning tells. */
type Measured = Omit<Trained["manifest"], "trainedAt" | "trainingMs" | "config" | "learningCurve">;

/** Scores all rows with a model that has learned, and makes its files. */
async function measure(
  model: Model,
  material: Material,
  plan: TrainingPlan,
): Promise<{ readonly manifest: Measured; readonly files: Artifact }> {
  const { rows, vocabulary, lender } = material;
  const scores = await scoreRows(model, rows);
  const seenQueries = seenQueriesOf(material);
  const evidence = await evidenceOf(material, model, scores, seenQueries);
  const files = { ...filesOf(model, vocabulary, seenQueries), ...evidence };
  const builtFrom = [...(lender ? [lender.manifest.reference] : []), ...(model.builtFrom ?? [])];
  const manifest: Measured = {
    kind: plan.kind,
    seed: plan.seed,
    featureSet: rows.features.featureSet,
    space: model.embedder?.space ?? rows.space,
    ...(lender && model.embedder === undefined && { embedder: lender.manifest.reference }),
    vocabulary: vocabulary.name,
    scoreMin: model.scoreMin,
    scoreMax: model.scoreMax,
    data: dataOf(material, plan),
    programVersion,
    ...(plan.parent !== undefined && { parent: plan.parent }),
    ...(builtFrom.length > 0 && { builtFrom }),
    sizeBytes: modelSize(files),
    metrics: metricsOf(material, { scores, range: model }, seenQueries, plan.seed),
    msPerThousandScores: await costAsServed(learnerOf(plan.kind), files, rows),
  };
  return { manifest, files };
}

/** What scoring costs with the model as a stream loads it. */
async function costAsServed(learner: Learner, files: Artifact, rows: JudgedRows): Promise<number> {
  const model = await learner.load(files, surroundings);
  try {
    return await scoringCost(model, rows, processorTime);
  } finally {
    await model.close();
  }
}

function seenQueriesOf({ rows, partOfRow }: Material): ReadonlySet<number> {
  return queryHashes(rows.queries.filter((_, row) => partOfRow[row] === parts.train));
}

/** The learner of a kind. Throws WRONG_USAGE for one that there is not. */
export function learnerOf(kind: string): Learner {
  if (Object.hasOwn(learners, kind)) return learners[kind as keyof typeof learners] as unknown as Learner;
  throw new TwinstreamError(
    "WRONG_USAGE",
    `there is no model kind "${kind}"; choose one of ${Object.keys(learners).join(", ")}`,
  );
}

/** The whole config of a training, and the threads that come of it. */
export function settledConfig({ defaults }: Learner, { config, threads: wanted }: TrainingChoice) {
  const whole: Record<string, unknown> = { ...defaults, ...config };
  const threads = wanted ?? (typeof whole.threads === "number" ? whole.threads : 1);
  return { config: "threads" in defaults ? { ...whole, threads } : whole, threads };
}

/** Names a training: only one that comes to the same model, byte for byte, has the same name. */
export function trainingName({ rows, vocabulary }: Material, choice: TrainingChoice): string {
  const { kind, split, seed } = choice;
  const settled = settledConfig(learnerOf(kind), choice);
  const { featureSet } = rows.features;
  const whole = [settled, split, seed, rows.hash, featureSet, rows.space, vocabulary.name];
  return `${kind}-${createHash("sha256").update(JSON.stringify(whole)).digest("hex").slice(0, 12)}`;
}

function dataOf({ rows }: Material, { from, since, split }: TrainingPlan): Manifest["data"] {
  const { hash, times, features, queries } = rows;
  return {
    ...{ from, hash, rows: features.count, queries: new Set(queries).size, split },
    ...(since !== undefined && { since }),
    ...(times && { times }),
  };
}
