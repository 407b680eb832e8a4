/** A worker thread that makes one report of quality, so that the thread of the stream stays free. */
import { parentPort, workerData } from "node:worker_threads";
import { failureOf, type ThreadFailure } from "../thread-failure.ts";
import { readJudgedEvents } from "./judged-pairs.ts";
import { type QualityReport, qualityReport } from "./quality-report.ts";

/** What a report is asked of. */
export interface QualityOrder {
  readonly tablesFolder: string;
  /** Milliseconds since 1970 UTC. */
  readonly from: number;
  readonly to: number;
}

/** What the thread says in the end. */
export type QualityMessage = { readonly report: QualityReport | null } | { readonly failed: ThreadFailure };

/** What is looked at of a longer stream; whole searches are left out, the same ones every time. */
const mostPairs = 200_000;

const port = parentPort!;
const send = (message: QualityMessage) => port.postMessage(message);

try {
  const { tablesFolder, from, to } = workerData as QualityOrder;
  send({ report: qualityReport(await readJudgedEvents(tablesFolder, { since: from, mostPairs }), { from, to }) });
} catch (error) {
  send({ failed: failureOf(error) });
}
