import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import { openPipeline } from "../../pipelines/pipeline.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";
import { until } from "../support/log-work.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Connections of this process that keep it from ending. */
function connections(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

describeWithKafka("kafka", (kafka) => {
  test("openPipeline: for want of a model the log is closed again, so that the process can end", async () => {
    const before = connections();
    const opening = openPipeline(
      {
        data: temporaryFolder(),
        log: { engine: "kafka", settings: kafkaSettings(kafka().brokers) },
        stages: ["score"],
        fused: false,
        model: "linear-counts@nobody",
        partitions: 1,
      },
      systemClock,
    );
    await expect(opening).rejects.toMatchObject({ name: "TwinstreamError" });
    await until(() => connections() <= before);
  });
});
