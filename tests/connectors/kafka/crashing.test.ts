import { EventEmitter } from "node:events";
import type { Kafka } from "kafkajs";
import { expect, test } from "vitest";
import { openKafkaClient } from "../../../connectors/kafka/client.ts";
import { Member } from "../../../connectors/kafka/following.ts";
import type { Placing } from "../../../connectors/kafka/placing.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

const minute = 60_000;

/** What kafkajs does when its consumer fails as soon as it has joined the group: no broker can be made to have it fail so. */
function crashingConsumer(error: Error) {
  const events = { GROUP_JOIN: "join", REBALANCING: "rebalancing", CRASH: "crash" };
  const told = new EventEmitter();
  return {
    events,
    on: (name: string, listener: (event: unknown) => void) => told.on(name, listener),
    connect: async () => {},
    subscribe: async () => {},
    disconnect: async () => {},
    run: async () => {
      told.emit(events.GROUP_JOIN, { payload: { memberAssignment: {} } });
      told.emit(events.CRASH, { payload: { error } });
    },
  };
}

/** A member whose consumer fails after each joining; how it ended, if it did, shows in `ended`. */
function crashingMember(error: Error) {
  const clock = createVirtualClock(0);
  const kafka = { consumer: () => crashingConsumer(error) } as unknown as Kafka;
  const client = { ...openKafkaClient(kafkaSettings(["127.0.0.1:1"]), { clock }), kafka };
  const placing = { partitions: async () => 1 } as unknown as Placing;
  let joins = 0;
  const member = new Member(
    {
      client,
      topic: "in",
      group: "g",
      handle: async () => [],
      options: { signal: new AbortController().signal },
      onEvent: ({ kind }) => {
        if (kind === "joined") joins++;
      },
      appendOnce: async () => {},
    },
    placing,
  );
  const stop = new AbortController();
  let ended: unknown;
  const running = member.run([stop.signal]).then(
    () => {
      ended = "stopped";
    },
    (reason: unknown) => {
      ended = reason;
    },
  );
  const end = async () => {
    stop.abort();
    await running;
  };
  return { clock, end, joins: () => joins, ended: () => ended };
}

test("follow: a fault that comes back after each joining ends it after two minutes", async () => {
  const fault = new Error("a batch can't be read");
  const member = crashingMember(fault);
  await member.clock.advance(1.9 * minute);
  expect(member.ended()).toBeUndefined();
  expect(member.joins()).toBeGreaterThan(100);
  await member.clock.advance(0.2 * minute);
  expect(member.ended()).toBe(fault);
});

test("follow: outages that end with a joining may come again and again", async () => {
  const member = crashingMember(Object.assign(new Error("hung up"), { name: "KafkaJSConnectionClosedError" }));
  await member.clock.advance(3 * minute);
  expect(member.ended()).toBeUndefined();
  await member.end();
  expect(member.ended()).toBe("stopped");
});
