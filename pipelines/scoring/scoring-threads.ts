import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type CurrentModel, type LiveModel, withCurrentModel } from "../live-models.ts";
import { errorOf } from "../thread-failure.ts";
import type { ScoringAnswer, ScoringOrder, ScoringSettings, ScoringWork } from "./scoring-worker.ts";
import { partsOf, scoreInParts } from "./search-parts.ts";
import type { ScoredSearch, SearchScorer } from "./search-scorer.ts";

const cores = availableParallelism();
/** Threads that score unless it is said otherwise: one core of the machine is left to requests, but of two, as two threads score a long search sooner. */
export const usualScoringThreads = Math.min(4, Math.max(Math.min(2, cores), cores - 1));

/** Threads that score searches, so that the caller's thread stays free for others. */
export interface ScoringThreads extends SearchScorer {
  /** Ends them, once what they were asked for is answered. */
  close(): Promise<void>;
}

/**
 * Starts `count` threads that score with the model of now. A search goes to the one that has least to do, a long one in parts to those that have nothing to do;
 * titles are prepared in each, as each keeps its own. One that broke down is replaced when there is something to score again. `notice` is told of what a person should mend.
 */
export function startScoringThreads(
  settings: ScoringSettings,
  count: number,
  models: CurrentModel<LiveModel>,
  notice: (text: string) => void,
): ScoringThreads {
  /** The one asked longest ago comes first. */
  const threads = Array.from({ length: count }, () => startThread(settings, notice));
  const renewed = () => {
    for (const [i, thread] of threads.entries()) if (thread.hasEnded()) threads[i] = startThread(settings, notice);
    return threads;
  };
  const reference = () => withCurrentModel(models, async (live) => live.reference);
  // each thread compiles what it runs often: by turns all do, and are quick when a search needs them all
  const askInTurn = async (thread: Thread, model: string, work: ScoringWork) => {
    threads.push(...threads.splice(threads.indexOf(thread), 1));
    return (await thread.ask(model, work))!;
  };
  return {
    async score(search) {
      const model = await reference();
      const all = renewed();
      const idle = all.filter((thread) => thread.waiting() === 0);
      const parts = partsOf(search, idle.length);
      if (parts > 1) return scoreInParts(search, parts, (i, part) => askInTurn(idle[i]!, model, { search, part }));
      const free = all.reduce((best, thread) => (thread.waiting() < best.waiting() ? thread : best));
      return askInTurn(free, model, { search });
    },
    async prepare(titles) {
      const model = await reference();
      await Promise.all(renewed().map((thread) => thread.ask(model, { titles })));
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Thread {
  /** How many answers it owes. */
  waiting(): number;
  hasEnded(): boolean;
  /** Gives what scoring came to, and nothing for what was only prepared. */
  ask(reference: string, work: ScoringWork): Promise<ScoredSearch | undefined>;
  close(): Promise<void>;
}

interface Asker {
  resolve(scored: ScoredSearch | undefined): void;
  reject(error: unknown): void;
}

function startThread(settings: ScoringSettings, notice: (text: string) => void): Thread {
  const worker = new Worker(new URL("./scoring-worker.js", import.meta.url), { workerData: settings });
  const askers = new Map<number, Asker>();
  let asked = 0;
  let ended: unknown;
  worker.on("message", (answer: ScoringAnswer) => {
    if ("notice" in answer) return notice(answer.notice);
    const asker = askers.get(answer.id)!;
    askers.delete(answer.id);
    if ("failed" in answer) asker.reject(answer.failed instanceof Error ? answer.failed : errorOf(answer.failed));
    else asker.resolve(answer.scored);
  });
  const end = (error: unknown) => {
    ended ??= error;
    for (const { reject } of askers.values()) reject(ended);
    askers.clear();
  };
  worker.once("error", end);
  worker.once("exit", (code) => end(new Error(`a thread that scores ended with code ${code}`)));
  return {
    waiting: () => askers.size,
    hasEnded: () => ended !== undefined,
    ask: (reference, work) =>
      new Promise((resolve, reject) => {
        const order: ScoringOrder = { id: asked++, reference, ...work };
        askers.set(order.id, { resolve, reject });
        worker.postMessage(order);
      }),
    async close() {
      if (ended !== undefined) return;
      worker.postMessage("stop");
      await once(worker, "exit");
    },
  };
}
