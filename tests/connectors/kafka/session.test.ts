import { expect, onTestFinished, test } from "vitest";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { describeWithOwnKafka } from "../../support/describe-with-servers.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { copy, follow, readAll, until, write } from "../../support/log-work.ts";

const properties = { "group.min.session.timeout.ms": 6_000, "group.max.session.timeout.ms": 10_000 };

describeWithOwnKafka("kafka: sessions as brokers allow them", { properties }, (kafka) => {
  async function opened(changes: Partial<KafkaSettings>) {
    const notices: string[] = [];
    const settings = kafkaSettings(kafka().brokers, changes);
    const log = await openKafkaLog({ settings, notice: (sentence) => notices.push(sentence) });
    onTestFinished(() => log.close());
    await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
    await log.append([write("key", "value")]);
    return { log, notices };
  }

  test("follow: takes six seconds instead of the three that brokers refuse, and says once what that costs", async () => {
    const { log, notices } = await opened({ sessionTimeoutMs: 3_000 });
    const [one, other] = [follow(log, "copy", copy), follow(log, "copy again", copy)];
    await until(async () => (await readAll(log, "out")).length === 2);
    await Promise.all([one.end(), other.end()]);
    expect(notices.filter((notice) => notice.includes("session="))).toEqual([
      expect.stringMatching(/session=3000ms, so that it is 6000ms.*set group\.min\.session\.timeout\.ms/),
    ]);
  });

  test("follow: a session that brokers refuse as too long is an error", async () => {
    const { log } = await opened({ sessionTimeoutMs: 60_000 });
    const { signal } = new AbortController();
    await expect(log.follow("in", "copy", async () => [], { signal })).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringContaining("session=60000ms"),
    });
  });
});
