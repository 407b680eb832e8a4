/** A thread of a crew: grows each tree along with the others, and has histograms of its own columns. */
import { once } from "node:events";
import { parentPort } from "node:worker_threads";
import { openBinnedSource } from "./binned-source.ts";
import type { ColumnBins } from "./binning.ts";
import { growSample, type SampleOptions } from "./grow-sample.ts";
import { joinMeeting, lookForChange } from "./thread-meeting.ts";
import { callPlaces } from "./tree-crew.ts";
import type { TreeMemory } from "./tree-memory.ts";

/** What a thread of a crew is told once it has started. */
export interface CrewOrder {
  readonly columns: readonly ColumnBins[];
  readonly memory: TreeMemory;
  /** The columns that it makes histograms of. */
  readonly own: Uint32Array;
  readonly thread: number;
  readonly threads: number;
  readonly sample: SampleOptions;
  readonly meetingBuffer: SharedArrayBuffer;
  /** In shared memory; see `callPlaces`. */
  readonly call: Int32Array;
}

const [order] = (await once(parentPort!, "message")) as [CrewOrder];
const { columns, memory, own, thread, threads, sample, meetingBuffer, call } = order;
const meeting = joinMeeting(meetingBuffer, thread, threads);
try {
  const source = { ...openBinnedSource(columns, memory, thread, own), agree: meeting.agree };
  parentPort!.postMessage("ready");
  for (let grown = 0; ; grown++) {
    if (!lookForChange(call, callPlaces.trees, grown))
      while (Atomics.load(call, callPlaces.trees) === grown) Atomics.wait(call, callPlaces.trees, grown);
    growSample(source, memory.shape.rows, sample, call[callPlaces.seed]!);
    meeting.meet();
  }
} catch (error) {
  meeting.fail();
  throw error;
}
