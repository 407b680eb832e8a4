import type { Clock } from "../../connectors/clock.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LiveCatalog } from "./live-catalog.ts";

const lookEveryMs = 250;

/**
 * Keeps a catalog as the log has it until the signal aborts: it looks four times a second, so that a product is found within a second of its
 * event. While the log can't be reached or the champion can't be loaded what was read last goes on answering, and `notice` is told.
 */
export async function keepCurrent(
  catalog: Pick<LiveCatalog, "catchUp">,
  clock: Clock,
  signal: AbortSignal,
  notice: (text: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await catalog.catchUp();
    } catch (error) {
      if (!(error instanceof TwinstreamError)) throw error;
      notice(`products are searched as they were: ${error.message}`);
    }
    await clock.wait(lookEveryMs, signal);
  }
}
