import { expect, test } from "vitest";
import { fuzzRun } from "../../bench/support/fuzz-run.ts";
import { logPlace } from "../../pipelines/log-place.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describeWithKafka("kafka: a poisoned partition", (kafka) => {
  test("run: of a partition full of broken records each becomes one dead letter, and all others are scored", async () => {
    const { brokers, prefix } = kafkaSettings(kafka().brokers);
    const log = logPlace(`kafka://${brokers.join(",")}?prefix=${prefix}`, {});
    const data = temporaryFolder();
    const { sound, broken, differences } = await fuzzRun({ data, log, records: 3_000, seed: 3, brokenKey: "poisoned" });
    expect(sound).toBeGreaterThan(1_000);
    expect(broken).toBeGreaterThan(500);
    for (const [place, difference] of Object.entries(differences))
      expect({ place, ...difference }).toEqual({ place, lost: [], doubled: [] });
  });
});
