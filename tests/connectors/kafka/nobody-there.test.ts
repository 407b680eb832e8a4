import { expect, onTestFinished, test } from "vitest";
import { openKafkaClient } from "../../../connectors/kafka/client.ts";
import { readRange } from "../../../connectors/kafka/reading.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { committed, createTopics, extents, lag } from "../../../connectors/kafka/topics.ts";

const settings: KafkaSettings = {
  // Nobody listens there, and nobody may without being root.
  brokers: ["127.0.0.1:1"],
  tls: undefined,
  sasl: undefined,
  prefix: "",
  delivery: "exactly-once",
  partitions: 1,
  replication: undefined,
  compression: "none",
  sessionTimeoutMs: 6_000,
  heartbeatMs: 500,
  transactionTimeoutMs: 30_000,
};

test.concurrent.for([
  ["createTopics", (client) => createTopics(client, { in: { cleanup: "delete" } })],
  ["extents", (client) => extents(client, "in")],
  ["committed", (client) => committed(client, "in", "group")],
  ["lag", (client) => lag(client, "in", "group")],
  ["readRange", (client) => readRange(client, "in").next()],
  ["admin", (client) => client.admin()],
] as const satisfies readonly (readonly [string, (client: ReturnType<typeof openKafkaClient>) => Promise<unknown>])[])(
  "%s: an address where nobody listens is named within ten seconds",
  { timeout: 10_000 },
  async ([, ask]) => {
    const client = openKafkaClient(settings);
    onTestFinished(() => client.close());
    await expect(ask(client)).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringContaining("127.0.0.1:1"),
    });
  },
);
