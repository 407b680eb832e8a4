import { expect, test } from "vitest";
import { eventStream } from "../../../../app/server/live/event-stream.ts";
import type { LiveFeed, Watcher } from "../../../../app/server/live/feed.ts";
import type { Moment } from "../../../../app/server/live/moment.ts";

/** A feed whose moments are numbers that the test tells. */
function handFeed() {
  const watching = new Set<Watcher>();
  const feed: LiveFeed = {
    get watchers() {
      return watching.size;
    },
    watch(watcher) {
      watching.add(watcher);
      return () => watching.delete(watcher);
    },
    close() {},
  };
  const all = (act: (watcher: Watcher) => void) => {
    for (const watcher of watching) act(watcher);
  };
  const tell = (moment: number) => all((watcher) => watcher.tell(moment as unknown as Moment));
  return { feed, tell, end: () => all((watcher) => watcher.end()) };
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string | undefined> {
  const { value } = await reader.read();
  return value && new TextDecoder().decode(value);
}

test("eventStream: who reads slowly gets the newest moment, and those between are dropped", async () => {
  const { feed, tell } = handFeed();
  const reader = eventStream(feed).getReader();
  tell(1);
  expect(await nextOf(reader)).toBe("retry: 2000\ndata: 1\n\n");
  for (const moment of [2, 3, 4]) tell(moment);
  expect(await nextOf(reader)).toBe("data: 4\n\n");
  const waiting = nextOf(reader);
  tell(5);
  expect(await waiting).toBe("data: 5\n\n");
});

test("eventStream: who leaves is forgotten at once", async () => {
  const { feed, tell } = handFeed();
  const reader = eventStream(feed).getReader();
  expect(feed.watchers).toBe(1);
  await reader.cancel();
  tell(1);
  expect(feed.watchers).toBe(0);
});

test("eventStream: ends after as many moments as were asked for, and when the process ends", async () => {
  const { feed, tell, end } = handFeed();
  const two = eventStream(feed, 2).getReader();
  const endless = eventStream(feed).getReader();
  const told: (string | undefined)[] = [];
  for (const moment of [1, 2]) {
    tell(moment);
    told.push(await nextOf(two), await nextOf(endless));
  }
  expect(told).toEqual([...Array(2).fill("retry: 2000\ndata: 1\n\n"), ...Array(2).fill("data: 2\n\n")]);
  expect([await nextOf(two), feed.watchers]).toEqual([undefined, 1]);
  tell(3);
  end();
  expect([await nextOf(endless), await nextOf(endless)]).toEqual([
    "data: 3\n\n",
    "event: end\ndata: the server ends\n\n",
  ]);
  expect(feed.watchers).toBe(0);
});
