import { followers } from "../../../pipelines/followers.ts";
import { type PartitionState, type PartitionWatch, watchPartitions } from "../../../pipelines/partition-watch.ts";
import type { StagePlace } from "../../../pipelines/step.ts";
import type { Process } from "../routes/route.ts";
import type { OpenData } from "../vitals.ts";
import { type Moment, momentOf } from "./moment.ts";
import type { Look } from "./rates.ts";

/** Somebody who watches a process. */
export interface Watcher {
  /** Called about once a second, and as soon as there is a first moment. */
  tell(moment: Moment): void;
  /** Called when the process ends; nothing is told afterwards. */
  end(): void;
}

/** How a process is, moment by moment, for all who watch it. Nothing is looked at while nobody does. */
export interface LiveFeed {
  /** How many watch. */
  readonly watchers: number;
  /** Tells a watcher of every moment from now on, until what it gives is called. */
  watch(watcher: Watcher): () => void;
  /** Ends every watch. */
  close(): void;
}

const everyMs = 1_000;
/** Rates are of the last seconds, so that they neither jump nor lag. */
const rateMs = 5_000;

/** What the log was last seen to hold. */
interface Seen {
  readonly partitions: readonly PartitionState[];
  readonly at: number;
  readonly deadLetters: number;
}

/** Opens the feed of a process; it looks once a second however many watch. */
export function openLiveFeed(process: Process): LiveFeed {
  const { vitals, clock } = process;
  const watching = new Set<Watcher>();
  const seeLog = logSeer(process);
  let recent: readonly Look[] = [];
  let newest: Moment | undefined;
  let stop = new AbortController();
  const moment = (seen: Seen | undefined): Moment => {
    const time = clock.now();
    const { partitions = [], at = time, deadLetters } = seen ?? {};
    const now: Look = { time, partitions, partitionsAt: at, figures: vitals.stages() };
    const within = recent.filter((look) => time - look.time <= rateMs);
    recent = [...within, now];
    return momentOf(now, within[0], { ...process, places: placesOf(process), deadLetters, memory: memoryNow() });
  };
  const go = async ({ signal }: AbortController) => {
    while (!signal.aborted) {
      const seen = await seeLog(signal);
      if (signal.aborted) return;
      newest = moment(seen);
      for (const { tell } of watching) tell(newest);
      await clock.wait(everyMs, signal);
    }
  };
  const leave = (watcher: Watcher) => {
    watching.delete(watcher);
    if (watching.size === 0) stop.abort();
  };
  return {
    get watchers() {
      return watching.size;
    },
    watch(watcher) {
      watching.add(watcher);
      if (watching.size === 1) {
        stop = new AbortController();
        void go(stop);
      } else if (newest !== undefined) watcher.tell(newest);
      return () => leave(watcher);
    },
    close() {
      for (const watcher of [...watching]) {
        leave(watcher);
        watcher.end();
      }
    },
  };
}

/** The stages that run here, each once, as it is fed first; where none do, all that there are. */
function placesOf({ vitals: { topology } }: Process): readonly StagePlace[] {
  if (topology.length === 0) return followers();
  return topology.filter(({ name }, i) => topology.findIndex((place) => place.name === name) === i);
}

/** What sees the log, or gives what it saw before while the log does not answer. */
function logSeer({ vitals, clock }: Process): (signal: AbortSignal) => Promise<Seen | undefined> {
  let seen: Seen | undefined;
  let underWay: Promise<void> | undefined;
  const watchOf = watches(clock);
  const see = async (data: OpenData) => {
    // who runs stages looks at their partitions anyway
    const runsStages = vitals.topology.length > 0;
    const partitions = runsStages ? vitals.partitions : await watchOf(data).look();
    const at = runsStages ? (vitals.lookedAt ?? clock.now()) : clock.now();
    const extents = await data.log.extents("dead-letters");
    seen = { partitions, at, deadLetters: extents.reduce((sum, { start, end }) => sum + end - start, 0) };
  };
  return async (signal) => {
    if (vitals.data !== undefined)
      underWay ??= see(vitals.data)
        .catch(() => "the process itself asks the log again and again, and tells of it where it does not answer")
        .then(() => {
          underWay = undefined;
        });
    const answered = new AbortController();
    const patience = clock.wait(everyMs, AbortSignal.any([signal, answered.signal]));
    await Promise.race([underWay, patience]);
    answered.abort();
    return seen;
  };
}

/** The watch of what is open now: it remembers since when partitions stand still. */
function watches(clock: Process["clock"]): (data: OpenData) => PartitionWatch {
  let watched: OpenData | undefined;
  let watch: PartitionWatch | undefined;
  return (data) => {
    if (watch === undefined || watched !== data) watch = watchPartitions(data.log, followers(), clock);
    watched = data;
    return watch;
  };
}

function memoryNow(): Moment["memory"] {
  const { rss, heapUsed } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed };
}
