import { performance } from "node:perf_hooks";
import { number } from "../../app/terminal/output.ts";
import { percentile } from "../kafka/percentile.ts";

/** How long each of many calls took, milliseconds. */
export type Latencies = Float64Array;

const warmUp = 200;

/** Times one call for each item, one after the other; the first 200 items are asked once before, as a server that has been up for a while has been. */
export async function latencies<Item>(items: readonly Item[], call: (item: Item) => unknown): Promise<Latencies> {
  for (const item of items.slice(0, warmUp)) await call(item);
  const taken = new Float64Array(items.length);
  for (const [i, item] of items.entries()) {
    const start = performance.now();
    await call(item);
    taken[i] = performance.now() - start;
  }
  return taken;
}

/** The median and the 99th percentile as cells of a table. */
export function cells(taken: Latencies): readonly string[] {
  return [number(percentile(taken, 0.5), 3), number(percentile(taken, 0.99), 3)];
}
