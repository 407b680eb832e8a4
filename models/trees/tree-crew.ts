import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type BinnedSource, histogramLength, openBinnedSource, slotsFor } from "./binned-source.ts";
import { type ColumnBins, findBins, type NumberRows, writeBins } from "./binning.ts";
import type { CrewOrder } from "./crew-worker.ts";
import { growSample, type SampleOptions, type SampleTree } from "./grow-sample.ts";
import { allocateMeeting, joinMeeting } from "./thread-meeting.ts";
import { allocateTreeMemory, type TreeMemory } from "./tree-memory.ts";

/** What the trees of a crew have in common. */
export interface CrewOptions {
  readonly sample: SampleOptions;
  /** Columns whose values are categories. */
  readonly categorical: ReadonlySet<number>;
  readonly hasHessians: boolean;
  readonly threads: number;
}

/** Threads that grow one tree at a time, together. */
export interface TreeCrew {
  /** Takes the residuals (and hessians) before a tree, and has its rows by leaves after it. */
  readonly source: BinnedSource;
  /** Grows a tree; equal seeds give equal trees, whatever the number of threads. */
  grow(seed: number): SampleTree;
  /** Ends the threads. */
  close(): Promise<void>;
}

/**
 * Puts rows into bins and starts the threads beside the calling one, which waits while they work. Each of them does all that a tree takes,
 * but makes histograms of its own share of the columns only; of each node they tell each other the best split.
 */
export async function openCrew(rows: NumberRows, options: CrewOptions): Promise<TreeCrew> {
  const threads = Math.max(1, Math.min(options.threads, rows.columns));
  // they start up while this thread looks for bins
  const workers = Array.from({ length: threads - 1 }, () => new Worker(new URL("./crew-worker.js", import.meta.url)));
  try {
    return await gather(rows, options, workers);
  } catch (error) {
    // they would wait for trees, and keep the process
    await endAll(workers);
    throw error;
  }
}

async function gather(rows: NumberRows, options: CrewOptions, workers: readonly Worker[]): Promise<TreeCrew> {
  const threads = workers.length + 1;
  const columns = findBins(rows, options.categorical);
  const shares = Array.from({ length: threads }, (_, thread) => shareOf(rows.columns, thread, threads));
  const memory = allocate(rows, columns, shares, options);
  const source = openBinnedSource(columns, memory, 0, shares[0]);
  writeBins(rows, columns, source.views.bins);
  const { sample } = options;
  if (threads === 1) {
    return { source, grow: (seed) => growSample(source, rows.count, sample, seed), close: async () => {} };
  }
  const [meetingBuffer, call] = [allocateMeeting(threads), new Int32Array(new SharedArrayBuffer(8))];
  const orders = shares.map(
    (own, thread): CrewOrder => ({ columns, memory, own, thread, threads, sample, meetingBuffer, call }),
  );
  await tellWorkers(workers, orders.slice(1));
  const meeting = joinMeeting(meetingBuffer, 0, threads);
  return {
    source,
    grow(seed) {
      call[callPlaces.seed] = seed;
      Atomics.add(call, callPlaces.trees, 1);
      Atomics.notify(call, callPlaces.trees);
      const grown = growSample({ ...source, agree: meeting.agree }, rows.count, sample, seed);
      meeting.meet();
      return grown;
    },
    close: () => endAll(workers),
  };
}

/** What the threads of a crew wait for: how many trees were begun, and the seed of the last one. */
export const callPlaces = { trees: 0, seed: 1 } as const;

function allocate(
  { count, columns: width }: NumberRows,
  columns: readonly ColumnBins[],
  shares: readonly Uint32Array[],
  { sample, hasHessians }: CrewOptions,
): TreeMemory {
  const lengths = shares.map((own) =>
    histogramLength(
      Array.from(own, (column) => columns[column]!),
      hasHessians,
    ),
  );
  return allocateTreeMemory({
    rows: count,
    columns: width,
    orderLength: count,
    histogramLength: Math.max(...lengths),
    // as one thread would, since a histogram made anew is not the same to the last bit
    slots: slotsFor(sample, histogramLength(columns, hasHessians)),
    hasHessians,
    threads: shares.length,
  });
}

/** The columns of a thread: neighbours, as they lie in the same cache lines. */
function shareOf(columns: number, thread: number, threads: number): Uint32Array {
  const [first, end] = [thread, thread + 1].map((each) => Math.floor((each * columns) / threads));
  return Uint32Array.from({ length: end! - first! }, (_, i) => first! + i);
}

/** Returns once all are ready to grow. */
async function tellWorkers(workers: readonly Worker[], orders: readonly CrewOrder[]): Promise<void> {
  const ready = workers.map((worker) => {
    // the meeting tells of what happens while this thread waits there
    worker.on("error", () => {});
    return once(worker, "message");
  });
  for (const [i, worker] of workers.entries()) worker.postMessage(orders[i]);
  await Promise.all(ready);
}

async function endAll(workers: readonly Worker[]): Promise<void> {
  await Promise.all(workers.map((worker) => worker.terminate()));
}
