import { expect, test } from "vitest";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

describeWithKafka("kafka", (kafka) => {
  test("kafka connections: many questions at once on a new log leave no socket open when it is closed", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const writer = await openKafkaLog({ settings });
    await writer.createTopics({ searches: { cleanup: "delete", partitions: 4 } });
    const writes = Array.from({ length: 40 }, (_, i) => ({ topic: "searches", key: `${i}`, value: Buffer.of(i) }));
    await writer.append(writes);
    await writer.close();
    const before = openSockets();
    const log = await openKafkaLog({ settings });
    expect((await log.lag("searches", "nobody")).reduce((sum, entries) => sum + entries)).toBeGreaterThanOrEqual(40);
    await log.close();
    await expect.poll(openSockets, { timeout: 60_000 }).toBe(before);
  });
});
