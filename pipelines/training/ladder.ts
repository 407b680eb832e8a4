import { isDeepStrictEqual } from "node:util";
import type { Learner } from "../../models/model.ts";
import { type ErrorCode, TwinstreamError } from "../../schemas/errors.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import type { Material, SplitPlan } from "./material.ts";

/** What became of one kind of model: a version, trained now or found in the store, or the reason why there is none. */
export type Rung =
  | { readonly kind: string; readonly manifest: Manifest; readonly isFound: boolean }
  | { readonly kind: string; readonly reason: string };

/** Models to train one after the other on the same material. */
export interface LadderPlan {
  readonly kinds: readonly string[];
  /** Ends the ladder: the model in hand isn't kept, and no other begins. */
  readonly signal: AbortSignal;
  /** A version that need not be trained again. */
  find(kind: string): Manifest | undefined;
  /** Trains a kind and keeps the version. May throw whatever it likes once `signal` has aborted. */
  train(kind: string): Promise<Manifest>;
  /** Is told of each rung once it is there. */
  reached(rung: Rung): void;
}

/** What a kind is left out with, rather than the whole ladder ended: it lacks rows of some sort, or a file that only it needs. */
const reasonsToSkip: readonly ErrorCode[] = [
  "TRAINING_IMPOSSIBLE",
  "MODEL_NOT_FOUND",
  "FILE_NOT_FOUND",
  "FILE_UNREADABLE",
];

/** What is said of a kind that an interrupted ladder did not come to. */
export const interrupted = "not trained: the ladder was interrupted; the same command goes on with it";

/** Trains every kind, one rung each, in order. Throws what a training throws, unless that only concerns its own kind or is its way to end when the signal aborts. */
export async function runLadder(plan: LadderPlan): Promise<readonly Rung[]> {
  const rungs: Rung[] = [];
  for (const kind of plan.kinds) {
    const rung = plan.signal.aborted ? { kind, reason: interrupted } : await climb(kind, plan);
    rungs.push(rung);
    plan.reached(rung);
  }
  return rungs;
}

async function climb(kind: string, { find, train, signal }: LadderPlan): Promise<Rung> {
  const found = find(kind);
  if (found !== undefined) return { kind, manifest: found, isFound: true };
  try {
    return { kind, manifest: await train(kind), isFound: false };
  } catch (error) {
    if (signal.aborted) return { kind, reason: interrupted };
    if (error instanceof TwinstreamError && reasonsToSkip.includes(error.code)) return { kind, reason: error.message };
    throw error;
  }
}

/** The newest version that training this learner on this material, with its defaults but for `chosen`, would only make again. */
export function versionOf(
  learner: Learner,
  chosen: Readonly<Record<string, unknown>>,
  { rows, vocabulary, lender }: Material,
  { split, seed }: SplitPlan,
  versions: readonly Manifest[],
): Manifest | undefined {
  const config: unknown = JSON.parse(JSON.stringify({ ...learner.defaults, ...chosen })); // as a manifest has it
  const lenderName = lender?.manifest.reference;
  return versions.findLast(
    (version) =>
      version.kind === learner.kind &&
      version.data.hash === rows.hash &&
      version.data.split === split &&
      version.seed === seed &&
      isDeepStrictEqual(version.config, config) &&
      version.featureSet === rows.features.featureSet &&
      version.vocabulary === vocabulary.name &&
      (version.embedder ?? lenderName) === lenderName &&
      (version.space === rows.space || learner.learnsFrom === "texts"),
  );
}
