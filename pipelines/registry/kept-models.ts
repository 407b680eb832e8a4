import type { Clock } from "../../connectors/clock.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { type LiveModel, loadLiveModel } from "../live-models.ts";

/** How long after a model failed to load it is tried again: somebody may have mended it. */
const retryEveryMs = 5_000;

/** Models that are loaded once, lent to batches, and closed when neither a batch nor a role needs them any more. */
export interface KeptModels {
  /** A model for one batch; one that failed to load is tried again after a while. Throws what `loadLiveModel` throws. */
  lend(reference: string): Promise<LiveModel>;
  /** Takes a model back from a batch that is done with it. */
  takeBack(live: LiveModel): void;
  /** Says which models are to stay though no batch has them; the others close as soon as none does. */
  keepOnly(references: readonly (string | undefined)[]): void;
}

interface Kept {
  readonly loading: Promise<LiveModel>;
  /** The model once it is loaded. */
  live: LiveModel | undefined;
  failedAt: number;
  /** Batches that have it, or wait for it. */
  batches: number;
}

/** Keeps models of a store, whose analysers keep so many titles; `notice` is told of one that can't be closed. */
export function keepModels(
  store: ModelStore,
  clock: Pick<Clock, "now">,
  notice: (text: string) => void,
  keptTitles?: number,
): KeptModels {
  const models = new Map<string, Kept>();
  let wanted: ReadonlySet<string | undefined> = new Set();
  const begin = (reference: string): Kept => {
    const loading = loadLiveModel(store, reference, keptTitles);
    const kept: Kept = { loading, live: undefined, failedAt: Number.POSITIVE_INFINITY, batches: 0 };
    models.set(reference, kept);
    return kept;
  };
  const closeOthers = () => {
    for (const [reference, { live, batches }] of models) {
      if (live === undefined || batches > 0 || wanted.has(reference)) continue;
      models.delete(reference);
      live.close().catch((error: unknown) => notice(`"${reference}" was replaced but can't be closed: ${error}`));
    }
  };
  return {
    async lend(reference) {
      const known = models.get(reference);
      const isKnown = known !== undefined && clock.now() - known.failedAt < retryEveryMs;
      const kept = isKnown ? known : begin(reference);
      // counted while it loads: another batch must not close it in between
      kept.batches++;
      try {
        kept.live = await kept.loading;
        return kept.live;
      } catch (error) {
        kept.batches--;
        if (kept.failedAt === Number.POSITIVE_INFINITY) kept.failedAt = clock.now();
        throw error;
      }
    },
    takeBack({ reference }) {
      const kept = models.get(reference);
      if (kept === undefined) return;
      kept.batches--;
      closeOthers();
    },
    keepOnly(references) {
      wanted = new Set(references);
      closeOthers();
    },
  };
}
