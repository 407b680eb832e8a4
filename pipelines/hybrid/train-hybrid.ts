import { createHash } from "node:crypto";
import type { Clock } from "../../connectors/clock.ts";
import { openCheckpointFolder } from "../../connectors/files/checkpoint-folder.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { hashText, mixBits } from "../../models/hash.ts";
import { fitHybrid, type KnownProduct, openSavedHybrid } from "../../models/hybrid/hybrid.ts";
import type { HybridConfig } from "../../models/hybrid/hybrid-config.ts";
import { hybridKind } from "../../models/hybrid/hybrid-file.ts";
import type { HybridModel } from "../../models/hybrid/hybrid-model.ts";
import type { Progress } from "../../models/model.ts";
import { readWords } from "../../models/text/read-words.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CurvePoint } from "../../schemas/manifest.ts";
import { programVersion } from "../../schemas/program-version.ts";
import { processorTime } from "../training/scoring-cost.ts";
import { evaluateHybrid } from "./evaluate-hybrid.ts";
import type { ReadProducts } from "./read-products.ts";

/** What to train a hybrid model with. */
export interface HybridOrder {
  readonly config: HybridConfig;
  readonly seed: number;
  /** Where the products come from, in words a person knows. */
  readonly from: string;
  /** The share of titles to hold back for the test; 0 holds back none. */
  readonly heldOut: number;
  /** The folder of trainings that are not over. */
  readonly folder: string;
  /** Whether to forget what an earlier run of the same training has come to. */
  readonly isFresh: boolean;
}

/** Who watches a training. */
export interface HybridWatcher {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  progress(progress: Progress): void;
  learned(point: CurvePoint): void;
}

/** Of the titles that are learned from, the share to choose by. */
const validationShare = 0.08;

/** Titles, and with each all its products, by part. */
type Divided = Readonly<Record<"train" | "validation" | "test", readonly KnownProduct[]>>;

/**
 * Divides products by their titles, so that no title is on two sides; equal seeds divide alike. Titles that read the same are the same.
 */
export function divideByTitle(products: readonly KnownProduct[], heldOut: number, seed: number): Divided {
  const share = (title: string, what: string) => mixBits(hashText(`${seed} ${what} ${title}`)) / 2 ** 32;
  const partOf = ({ title }: KnownProduct): keyof Divided => {
    const words = readWords(title).words.join(" ");
    if (share(words, "test") < heldOut) return "test";
    return share(words, "validation") < validationShare ? "validation" : "train";
  };
  const parts: Record<keyof Divided, KnownProduct[]> = { train: [], validation: [], test: [] };
  for (const product of products) parts[partOf(product)].push(product);
  return parts;
}

/**
 * Trains a hybrid model on products, measures it on those whose titles were held back, and keeps it. Ended before its time it goes on where it
 * was. Throws TRAINING_IMPOSSIBLE for products that can't be learned from, and TRAINING_STOPPED when the signal aborts.
 */
export async function trainHybrid(
  { products, hash }: ReadProducts,
  order: HybridOrder,
  models: ModelStore<ClassifierManifest>,
  { signal, clock, ...watcher }: HybridWatcher,
): Promise<ClassifierManifest> {
  const { config, seed, heldOut } = order;
  const parts = divideByTitle(products, heldOut, seed);
  const checkpoints = openCheckpointFolder(`${order.folder}/${nameOf(hash, order)}`, clock);
  if (order.isFresh) await checkpoints.remove();
  const learningCurve: CurvePoint[] = [];
  const began = clock.now();
  const model = await fitHybrid(parts, config, {
    ...{ seed, signal, threads: config.threads, checkpoints, progress: watcher.progress },
    learned(point) {
      learningCurve.push(point);
      watcher.learned(point);
    },
  }).catch((error: unknown) => {
    throw signal.aborted && error === signal.reason ? stopped(learningCurve.length) : error;
  });
  const trainedAt = clock.now();
  const trainingMs = trainedAt - began + (await checkpoints.spentBefore());
  try {
    watcher.progress({ share: 1, doing: "measuring" });
    const files = model.save();
    const validation = await evaluateHybrid(model, parts.validation);
    const test = parts.test.length > 0 ? { test: await evaluateHybrid(model, parts.test) } : {};
    const reference = await models.add(
      {
        ...{
          kind: hybridKind,
          trainedAt,
          trainingMs,
          config: { ...config },
          seed,
          space: model.space,
          programVersion,
          learningCurve,
        },
        data: { from: order.from, hash, products: products.length, pictures: picturesOf(products), heldOut },
        sizeBytes: Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0),
        metrics: { validation, ...test },
        msPerThousandProducts: await costOf(model, products),
      },
      files,
    );
    await checkpoints.remove();
    return await models.manifest(reference);
  } finally {
    await model.close();
  }
}

/** Names a training: only one that comes to the same model has the same name. */
function nameOf(hash: string, { config, seed, heldOut }: HybridOrder): string {
  const whole = JSON.stringify([hash, config, seed, heldOut]);
  return `${hybridKind}-${createHash("sha256").update(whole).digest("hex").slice(0, 12)}`;
}

function stopped(epochs: number): TwinstreamError {
  const reached = epochs === 0 ? "in its first epoch" : `after ${epochs} epoch${epochs === 1 ? "" : "s"}`;
  return new TwinstreamError("TRAINING_STOPPED", `the training was ended ${reached}; the same command goes on with it`);
}

function picturesOf(products: readonly KnownProduct[]): number {
  return products.filter(({ picture }) => picture !== undefined).length;
}

const timedProducts = 512;

/** Milliseconds of processor time for 1,000 products as a stream has them recognised: on one thread. */
async function costOf(model: HybridModel, products: readonly KnownProduct[]): Promise<number> {
  const served = await openSavedHybrid(model.save(), { threads: 1 });
  try {
    const timed = products.slice(0, timedProducts);
    await served.recognise(timed.slice(0, 32));
    const began = processorTime.now();
    await served.recognise(timed);
    return ((processorTime.now() - began) * 1000) / timed.length;
  } finally {
    await served.close();
  }
}
