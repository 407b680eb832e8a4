import { Worker } from "node:worker_threads";
import type { MapProducts, MapProgress, MapSubject } from "./compose-map.ts";
import type { MapMessage, MapOrder } from "./map-worker.ts";

/** Draws a map of products that come in slices. Rejects with the reason of the signal when that aborts. */
export type DrawCatalog = (
  slices: AsyncIterable<MapProducts>,
  subject: MapSubject,
  progress: (progress: MapProgress) => void,
  signal: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>>;

/** Draws a map in a thread of its own, which ends with it; the products are handed over slice by slice, so that the caller's thread stays free. */
export const drawInThread: DrawCatalog = async (slices, subject, progress, signal) => {
  const worker = new Worker(new URL("./map-worker.js", import.meta.url));
  const give = (order: MapOrder, handed: readonly ArrayBuffer[] = []) => worker.postMessage(order, [...handed]);
  try {
    const drawn = mapOf(worker, progress, signal);
    drawn.catch(() => {}); // looked at once all products are handed over
    for await (const products of slices) give({ products }, [products.vectors.buffer as ArrayBuffer]);
    give({ subject });
    return await drawn;
  } finally {
    await worker.terminate();
  }
};

function mapOf(
  worker: Worker,
  progress: (progress: MapProgress) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: MapMessage) => {
      if ("map" in message) resolve(message.map);
      else progress(message.progress);
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the thread of a map ended with code ${code}`)));
    signal.addEventListener("abort", () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
  });
}
