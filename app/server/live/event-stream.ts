import type { LiveFeed } from "./feed.ts";
import type { Moment } from "./moment.ts";

/** A browser that lost the stream asks again after this. */
const retryMs = 2_000;

const encoder = new TextEncoder();

/**
 * The moments of a feed as server-sent events, at most `count` of them. Who reads slower than moments come gets the newest one next, and nothing
 * is kept for him besides. The stream ends with an event `end` when the process does.
 */
export function eventStream(feed: LiveFeed, count = Number.POSITIVE_INFINITY): ReadableStream<Uint8Array> {
  let sent = 0;
  let newest: Moment | undefined;
  let hasEnded = false;
  let leave = () => {};
  let wake = () => {};
  const write = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    if (newest !== undefined) {
      const head = sent === 0 ? `retry: ${retryMs}\n` : "";
      controller.enqueue(encoder.encode(`${head}data: ${JSON.stringify(newest)}\n\n`));
      newest = undefined;
      sent++;
    }
    if (!hasEnded && sent < count) return;
    leave();
    if (hasEnded) controller.enqueue(encoder.encode("event: end\ndata: the server ends\n\n"));
    controller.close();
  };
  return new ReadableStream(
    {
      start() {
        leave = feed.watch({
          tell(moment) {
            newest = moment;
            wake();
          },
          end() {
            hasEnded = true;
            wake();
          },
        });
      },
      async pull(controller) {
        while (newest === undefined && !hasEnded)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        write(controller);
      },
      cancel: () => leave(),
    },
    // nothing is made ahead of whoever reads
    { highWaterMark: 0 },
  );
}
