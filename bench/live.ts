import { cpSync } from "node:fs";
import { join } from "node:path";
import { number, textTable } from "../app/terminal/output.ts";
import { systemClock } from "../connectors/clock.ts";
import { openDataFolder } from "../connectors/files/data-folder.ts";
import { openLog } from "../pipelines/log-place.ts";
import type { SearchEvent } from "../schemas/generated/events.ts";
import { homeDepotSearches, overAgain, pairsOf } from "./kafka/searches.ts";
import { inModelFolder, withModels } from "./kafka/trained-models.ts";
import { appendSearches, partitions } from "./support/append-searches.ts";
import { builtScript, startScript } from "./support/child.ts";
import type { ThreadsOrder, ThreadsTold } from "./support/stage-threads.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const usualKinds = ["mean", "relevance"];
const threadCounts = [1, 2];
/** Each search once, when most texts are new and functions are still compiled; and four times, as the same products come again in a shop. */
const timesOver = [1, 4];
const wantedPairsPerSecond = 10_000;

/**
 * Live scoring alone: the Home Depot searches lie in the embedded log, and the stages tokenize, embed and score, fused, take them to `scores`, as
 * `twinstream run --workers N` does, with a model of each kind named, once and four times over. The time runs from when a tenth is scored, so loading models is told apart. Skipped by name where the
 * file is not there.
 */
export async function liveBench(words: readonly string[]): Promise<void> {
  const kinds = words.length > 0 ? words : usualKinds;
  await inModelFolder((trained) =>
    withModels(trained, kinds, async () => {
      const searches = await homeDepotSearches();
      const rows = [];
      for (const kind of kinds)
        for (const threads of threadCounts)
          for (const times of timesOver)
            rows.push(row(kind, threads, times, await scored(trained, kind, threads, overAgain(searches, times))));
      process.stdout.write(`${textTable([head(searches), ...rows])}\n${wanted}`);
    }),
  );
}

const wanted = `wanted: at least ${number(wantedPairsPerSecond)} pairs/s with relevance on two threads, four times over; seconds to start are until a tenth is scored, and in no other figure\n`;

function head(searches: readonly SearchEvent[]): readonly string[] {
  const what = `live, ${number(searches.length)} searches of ${number(pairsOf(searches) / searches.length, 1)} products`;
  return [what, "threads", "times over", "searches/s", "pairs/s", "process, µs/pair", "peak MB", "s to start"];
}

interface Scored extends ThreadsTold {
  /** Pairs of query and product of a search, on average. */
  readonly pairs: number;
}

function row(kind: string, threads: number, times: number, told: Scored): readonly string[] {
  const { records, seconds, cpuSeconds, startSeconds, peakMb, pairs } = told;
  return [
    kind,
    number(threads),
    number(times),
    number(records / seconds),
    number((records / seconds) * pairs),
    number((cpuSeconds * 1e6) / (records * pairs), 1),
    number(peakMb),
    number(startSeconds, 1),
  ];
}

/** Fills a log of its own in a fresh data folder that has the model, and lets a process of its own score it. */
function scored(trained: string, kind: string, threads: number, searches: readonly SearchEvent[]): Promise<Scored> {
  return inTemporaryFolder(async (data) => {
    const model = `${kind}-1`;
    const folder = await openDataFolder(data);
    cpSync(join(trained, "models", model), join(folder.models, model), { recursive: true });
    const log = await openLog({ engine: "embedded" }, folder.log, { partitions, clock: systemClock });
    await appendSearches(log, searches).finally(() => log.close());
    const order: ThreadsOrder = { address: "embedded", data, model, fused: true, threads };
    const script = builtScript(new URL("./support/stage-threads.js", import.meta.url));
    const told = JSON.parse(await startScript(script, [JSON.stringify(order)]).ended) as ThreadsTold;
    return { ...told, pairs: pairsOf(searches) / searches.length };
  });
}
