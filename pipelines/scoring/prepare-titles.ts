import type { Clock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type CurrentModel, type LiveModel, withCurrentModel } from "../live-models.ts";
import { readCatalog } from "../retrieval/read-catalog.ts";
import type { SearchScorer } from "./search-scorer.ts";

/** Titles that are prepared in one go, in one to two milliseconds where the champion embeds with the built-in embedder. */
const titlesAtOnce = 8;
const lookEveryMs = 2_000;

/** Prepares titles ahead of the requests that show them. */
export interface TitlePreparer {
  /** Prepares the titles that were not yet prepared for the model of now, until the signal aborts. Throws LOG_UNAVAILABLE, and what `current` of the models throws. */
  catchUp(signal: AbortSignal): Promise<void>;
}

/** Which titles are prepared, and for whom. */
export interface TitlesToPrepare {
  /** Where the catalog is. */
  readonly log: EventLog;
  readonly models: CurrentModel<LiveModel>;
  readonly scorer: Pick<SearchScorer, "prepare">;
  /** At most so many, as no more are kept. */
  readonly keptTitles: number;
}

/** Prepares the titles of the catalog, and all anew for another model. Half of the time is left to others. */
export function titlePreparer(
  { log, models, scorer, keptTitles }: TitlesToPrepare,
  clock: Pick<Clock, "wait">,
): TitlePreparer {
  let reference: string | undefined;
  let news = readCatalog(log);
  let room = 0;
  const prepare = async (titles: readonly string[]) => {
    const began = performance.now();
    await scorer.prepare(titles);
    return clock.wait(performance.now() - began);
  };
  return {
    async catchUp(signal) {
      const scoring = await withCurrentModel(models, async (live) => live.reference);
      if (scoring !== reference) {
        reference = scoring;
        news = readCatalog(log);
        room = keptTitles;
      }
      if (room === 0) return;
      for await (const changes of news()) {
        const titles = [...new Set(changes.flatMap(({ product }) => product?.title ?? []))].slice(0, room);
        for (let first = 0; first < titles.length && !signal.aborted; first += titlesAtOnce)
          await prepare(titles.slice(first, first + titlesAtOnce));
        room -= titles.length;
        if (room === 0 || signal.aborted) return;
      }
    },
  };
}

/**
 * Goes on preparing titles as the catalog and the champion change, until the signal aborts. While the log can't be reached or the champion can't be
 * loaded `notice` is told.
 */
export async function keepPrepared(
  preparer: TitlePreparer,
  clock: Pick<Clock, "wait">,
  signal: AbortSignal,
  notice: (text: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await preparer.catchUp(signal);
    } catch (error) {
      if (!(error instanceof TwinstreamError)) throw error;
      notice(`titles of the catalog are not prepared ahead of requests: ${error.message}`);
    }
    await clock.wait(lookEveryMs, signal);
  }
}
