import { type AddressInfo, createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { openKafkaClient } from "../../../connectors/kafka/client.ts";
import { readRange } from "../../../connectors/kafka/reading.ts";
import { committed, createTopics, extents, lag } from "../../../connectors/kafka/topics.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

// Nobody listens there, and nobody may without being root.
const settings = kafkaSettings(["127.0.0.1:1"]);

test.concurrent.for([
  ["createTopics", (client) => createTopics(client, { in: { cleanup: "delete" } })],
  ["extents", (client) => extents(client, "in")],
  ["committed", (client) => committed(client, "in", "group")],
  ["lag", (client) => lag(client, "in", "group")],
  ["readRange", (client) => readRange(client, "in").next()],
  ["admin", (client) => client.admin()],
] as const satisfies readonly (readonly [string, (client: ReturnType<typeof openKafkaClient>) => Promise<unknown>])[])(
  "%s: an address where nobody listens is named soon",
  async ([, ask]) => {
    const client = openKafkaClient(settings);
    onTestFinished(() => client.close());
    await expect(ask(client)).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: "nobody listens on 127.0.0.1:1; start Kafka there or correct the address",
    });
  },
);

test("admin: a host that isn't there is named", async () => {
  const client = openKafkaClient(kafkaSettings(["nowhere.invalid:9092"]));
  await expect(client.admin()).rejects.toThrow("nowhere.invalid:9092");
});

test.for([
  ["an older broker", answer([[28, 0, 2]]), "is older than 2.5"],
  ["something else", Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"), "is no Kafka broker"],
  ["a broker that expects TLS", Buffer.from([0x15, 3, 3, 0, 2, 2, 80]), "expects TLS"],
  ["one that hangs up", "", "hung up without an answer"],
] as const)("admin: %s is told soon", async ([, said, part]) => {
  const server = createServer((socket) => socket.once("data", () => socket.end(said)).on("error", () => undefined));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const client = openKafkaClient(kafkaSettings([`127.0.0.1:${(server.address() as AddressInfo).port}`]));
  await expect(client.admin()).rejects.toMatchObject({
    code: "LOG_UNAVAILABLE",
    message: expect.stringContaining(part),
  });
});

test("admin: one that takes connections and says nothing is told soon", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const client = openKafkaClient(kafkaSettings([`127.0.0.1:${(server.address() as AddressInfo).port}`]));
  await expect(client.admin()).rejects.toThrow("said nothing for 3 s");
});

/** What a broker answers to the greeting: of each request its number and the versions that it speaks. */
function answer(versions: readonly (readonly [number, number, number])[]): Buffer {
  const bytes = Buffer.alloc(14 + 6 * versions.length);
  bytes.writeInt32BE(bytes.length - 4, 0);
  bytes.writeInt32BE(1, 4);
  bytes.writeInt32BE(versions.length, 10);
  for (const [index, numbers] of versions.entries()) {
    for (const [place, number] of numbers.entries()) bytes.writeInt16BE(number, 14 + 6 * index + 2 * place);
  }
  return bytes;
}
