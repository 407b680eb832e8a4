import { expect, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { withCurrentModel } from "../../pipelines/live-models.ts";
import type { LogPlace } from "../../pipelines/log-place.ts";
import { openPipeline } from "../../pipelines/pipeline.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";
import { until } from "../support/log-work.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { trainOnShop } from "../support/trained-model.ts";

/** Whether a pipeline on a log still keeps a title once it has met so many others, with a model that was trained. */
async function keepsTitle(log: LogPlace, others: number): Promise<boolean> {
  const data = temporaryFolder();
  const { manifest, files } = await trainOnShop("mean", 20);
  const model = await openModelFolder((await openDataFolder(data)).models).add(manifest, files);
  const settings = { data, log, stages: ["tokenize"], fused: true, model, partitions: 1 };
  const { live, close } = await openPipeline(settings, systemClock);
  try {
    return await withCurrentModel(live, async ({ analyser }) => {
      const read = analyser.analyseTitle("Oak Shelf");
      for (let i = 0; i < others; i++) analyser.analyseTitle(`Chair ${i}`);
      return analyser.analyseTitle("Oak Shelf") === read;
    });
  } finally {
    await close();
  }
}

test("openPipeline: on the embedded log few titles are kept, so that a replay stays small", async () => {
  expect(await keepsTitle({ engine: "embedded" }, 4_000)).toBe(true);
  expect(await keepsTitle({ engine: "embedded" }, 9_000)).toBe(false);
});

/** Connections of this process that keep it from ending. */
function connections(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;
}

describeWithKafka("kafka", (kafka) => {
  test("openPipeline: on Kafka the titles of a catalog are kept", async () => {
    expect(await keepsTitle({ engine: "kafka", settings: kafkaSettings(kafka().brokers) }, 49_000)).toBe(true);
  });

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
