import { expect, test } from "vitest";
import type { PlacedWrite } from "../../../connectors/kafka/placing.ts";
import { isOneSend, offsetsOf, sends } from "../../../connectors/kafka/sends.ts";

function placed(partition: number, value: string, more: Partial<PlacedWrite> = {}): PlacedWrite {
  const write = { topic: "scores", key: null, value: Buffer.from(value) };
  const message = { partition, key: null, value: write.value };
  return { write, topic: "shop.scores", partition, message, bytes: 1_000, limit: 1_000_000, ...more };
}

function textsOf(writes: readonly PlacedWrite[]): readonly string[] {
  return writes.map(({ message }) => String(message.value));
}

test("sends: each request is for one partition, in order within it", () => {
  const writes = [placed(0, "a"), placed(1, "b"), placed(0, "c"), placed(1, "d"), placed(0, "e")];
  const requests = [...sends(writes)];
  expect(requests.map((send) => textsOf(send.writes))).toEqual([
    ["a", "c", "e"],
    ["b", "d"],
  ]);
  expect(requests.map(({ topicMessages }) => topicMessages.map(({ messages }) => messages.length))).toEqual([[3], [2]]);
});

test("sends: what a topic does not take at once goes in several requests, a large record alone", () => {
  const limit = 10_000;
  const writes = Array.from({ length: 20 }, (_, i) => placed(0, `${i}`, { limit, bytes: i === 5 ? 50_000 : 1_000 }));
  expect(isOneSend(writes)).toBe(false);
  const requests = [...sends(writes)].map((send) => textsOf(send.writes));
  expect(requests.flat()).toEqual(writes.map((_, i) => `${i}`));
  expect(requests).toContainEqual(["5"]);
  expect(Math.max(...requests.map((texts) => texts.length))).toBe(9);
});

test("offsetsOf: counts on from where the batch of a partition begins", () => {
  const writes = [placed(1, "a"), placed(1, "b")];
  const places = [{ topicName: "shop.scores", partition: 1, errorCode: 0, baseOffset: "40" }];
  expect([...offsetsOf([{ writes, places }])].map(({ partition, offset }) => [partition, offset])).toEqual([
    [1, 40],
    [1, 41],
  ]);
});
