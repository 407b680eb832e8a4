import { expect, onTestFinished, test } from "vitest";
import type { Write } from "../../../connectors/event-log.ts";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import type { KafkaSettings } from "../../../connectors/kafka/settings.ts";
import { describeWithKafka } from "../../support/describe-with-servers.ts";
import { limitTopic } from "../../support/kafka-client.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { follow, lag, readAll, text, until, write } from "../../support/log-work.ts";

const limit = 20_000;

describeWithKafka("kafka", (kafka) => {
  /** Follows a topic of one entry, with what is made of it; `out` takes no more than the limit. */
  async function committed(changes: Partial<KafkaSettings>, outputs: readonly Write[]) {
    const settings = kafkaSettings(kafka().brokers, { partitions: 1, ...changes });
    const log = await openKafkaLog({ settings });
    onTestFinished(() => log.close());
    await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" }, refused: { cleanup: "delete" } });
    await limitTopic(settings, "out", limit);
    await log.append([write("k", "1")]);
    const following = follow(log, "group", async () => outputs);
    await until(async () => (await lag(log, "group")) === 0);
    await following.end();
    return log;
  }

  const output = (value: string, id?: string): Write => ({
    ...write("key", value, id),
    topic: "out",
    headers: { of: "test" },
    ifTooLarge: ({ limit, message }) => ({ ...write("key", `${value.length} ${limit} ${message}`), topic: "refused" }),
  });

  test("follow: to the byte, what a topic takes is written, and of what it does not what is to be written instead", async () => {
    const sizes = Array.from({ length: 200 }, (_, i) => limit - 200 + i);
    const log = await committed(
      {},
      sizes.map((size) => output("x".repeat(size), size % 2 === 0 ? `id-${size}` : undefined)),
    );
    const kept = (await readAll(log, "out")).map(({ value }) => value!.length);
    const refused = (await readAll(log, "refused")).map(({ value }) => text(value)!);
    const dropped = refused.map((said) => Number(said.split(" ")[0]));
    expect([...kept, ...dropped].sort((one, other) => one - other)).toEqual(sizes);
    for (const parity of [0, 1]) {
      const ofOne = (among: readonly number[]) => among.filter((size) => size % 2 === parity);
      const [largest, smallest] = [Math.max(...ofOne(kept)), Math.min(...ofOne(dropped))];
      expect(largest).toBeLessThan(smallest);
      const { ifTooLarge: _, ...sent } = output("x".repeat(smallest), parity === 0 ? `id-${smallest}` : undefined);
      await expect(log.append([sent])).rejects.toThrow("over the limit");
    }
    expect(refused[0]).toMatch(
      /^\d+ 20000 a record of 200\d\d bytes is over the limit of topic "[^"]+out", 20000 bytes; raise/,
    );
  });

  test("follow: a record that is compressed is as large as it is then", async () => {
    const log = await committed({ compression: "gzip" }, [output("x".repeat(10 * limit))]);
    expect(await readAll(log, "out")).toHaveLength(1);
    expect(await readAll(log, "refused")).toEqual([]);
  });
});
