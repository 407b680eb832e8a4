import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import { findLetters } from "../../pipelines/dead-letters/find-letters.ts";
import { drain } from "../../pipelines/run.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { stepOf } from "../../pipelines/step.ts";
import { give, taken } from "../../pipelines/testing.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { aLabelledProduct, aLabelledSearch, aProduct, aSearch } from "../support/events.ts";
import { limitTopic } from "../support/kafka-client.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";

const saying = (text: string) => ({ attributes: { text } });

/** Makes a search of each whose text is ten times as long. */
const lengthen: Stage<"labels", "searches"> = {
  name: "lengthen",
  from: ["labels"],
  to: "searches",
  run: async (events) =>
    events.map(({ eventId, products }) => {
      const text = products[0]!.attributes.text!.repeat(10);
      return { emit: [aSearch({ eventId, products: [aProduct(saying(text))] })] };
    }),
};

describeWithKafka("kafka", (kafka) => {
  test("run: what is larger than topics take becomes a dead letter, cut where that must be; the rest of the batch goes on", async () => {
    const settings = kafkaSettings(kafka().brokers, { partitions: 1 });
    const log = await openKafkaLog({ settings });
    onTestFinished(() => log.close());
    const lengths = [10, 3_000, 20, 30_000, 30];
    await give(
      log,
      "labels",
      lengths.map((length) => {
        const products = [aLabelledProduct(saying("x".repeat(length)))];
        return aLabelledSearch({ eventId: `s${length}`, products });
      }),
    );
    await limitTopic(settings, "searches", 20_000);
    await limitTopic(settings, "dead-letters", 10_000);
    const step = stepOf(lengthen as unknown as Stage, systemClock, { maxEntries: 100, maxBytes: 2 ** 20, lingerMs: 0 });
    await drain(log, [step], systemClock, new AbortController().signal);
    expect((await taken(log, "searches")).map(({ eventId }) => eventId)).toEqual(["s10", "s20", "s30"]);
    const { letters: newestFirst } = await findLetters(log, { filter: {}, limit: 10 });
    const letters = [...newestFirst].reverse();
    expect(letters.map(({ id, stage }) => [id, stage])).toEqual([
      ["labels-0-1", "lengthen"],
      ["labels-0-3", "lengthen"],
    ]);
    const [whole, cut] = letters;
    expect(whole!.error).toMatch(
      /^what it made is too large: a record of 30\d\d\d bytes .*searches", 20000 bytes; raise/,
    );
    expect(whole!.value.length).toBeGreaterThan(3_000);
    expect(cut!.error).toMatch(/; this letter is cut, the whole record is at offset 3 of partition 0 of "labels": a/);
    expect(cut!.value.length).toBeLessThan(10_000);
  });
});
