import { expect, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { describeEventLog } from "../../support/event-log-contract.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

describeWithKafka("kafka", (kafka) => {
  describeEventLog("kafka log", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const log = await openKafkaLog({ settings });
    return {
      log,
      offsets: "rising",
      maintains: false,
      advance: (ms) => systemClock.wait(ms),
      async reopen() {
        await log.close();
        return await openKafkaLog({ settings });
      },
    };
  });
});

test("openKafkaLog: says when nobody answers", async () => {
  const settings = kafkaSettings(["127.0.0.1:1"]);
  await expect(openKafkaLog({ settings })).rejects.toMatchObject({
    code: "LOG_UNAVAILABLE",
    message: expect.stringContaining("127.0.0.1:1"),
  });
});
