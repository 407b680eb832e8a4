import type { LiveCatalog } from "../../pipelines/retrieval/live-catalog.ts";
import { openData } from "./open-data.ts";
import { Problem } from "./problems.ts";
import type { Served } from "./routes/route.ts";

/** A catalog of 50,000 products is read in less. */
const patienceMs = 5_000;

/**
 * The catalog, which is read when somebody asks for the first time. One that takes longer than a visitor waits goes on being read, and whoever
 * asks meanwhile is told to come again: throws READING_CATALOG.
 */
export async function readCatalog(served: Pick<Served, "vitals" | "clock">): Promise<LiveCatalog> {
  const catalog = openData(served).catalog.get();
  const isRead = new AbortController();
  const late = served.clock.wait(patienceMs, isRead.signal).then(() => {
    if (!isRead.signal.aborted)
      throw new Problem("READING_CATALOG", "it is large, and nobody has searched it before; ask again soon", {
        retryAfterSeconds: 5,
      });
  });
  // it ends first only by throwing
  await Promise.race([catalog, late]).finally(() => isRead.abort());
  return catalog;
}
