import { expect, onTestFinished, test } from "vitest";
import { openKafkaClient } from "../../../connectors/kafka/client.ts";
import { RepeatingWriter } from "../../../connectors/kafka/partition-writer.ts";
import { Placing } from "../../../connectors/kafka/placing.ts";
import { createTopics } from "../../../connectors/kafka/topics.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { write } from "../../support/log-work.ts";

describeWithKafka("kafka", (kafka) => {
  test("RepeatingWriter: a commit without a group that would keep the position fails, so that the batch is done again", async () => {
    const client = openKafkaClient(kafkaSettings(kafka().brokers, { delivery: "at-least-once" }));
    onTestFinished(() => client.close());
    await createTopics(client, { in: { cleanup: "delete" } });
    const place = { client, placing: new Placing(client), groupId: "g", topic: client.named("in"), partition: 0 };
    const writer = new RepeatingWriter(place, () => undefined);
    await writer.take();
    onTestFinished(() => writer.close());
    await expect(writer.commit([write("k", "1")], 1)).rejects.toThrow("the group was left");
  });
});
