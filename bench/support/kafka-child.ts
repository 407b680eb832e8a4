/**
 * A worker for the paused rounds: runs stages on Kafka, and stops itself (SIGSTOP) at the worst moment, when the work on a batch is done and nothing of it is committed. With
 * `own-ids` its transactional ids are its own, so that whoever takes its partitions over can't fence it: what exactly once on Kafka must not rest on.
 */
import kafkajs from "kafkajs";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { openPipeline, type PipelineSettings } from "../../pipelines/pipeline.ts";
import { runSteps } from "../../pipelines/run.ts";
import { withHandler } from "./with-handler.ts";

const stopsAtBatch = 3;

const settings = JSON.parse(process.argv[2]!) as PipelineSettings;
if (process.argv[3] === "own-ids") takeOwnIds();

const ending = new AbortController();
process.once("SIGTERM", () => ending.abort());
const pipeline = await openPipeline(settings, systemClock);
await runSteps(stoppingLog(pipeline.log), pipeline.steps, ending.signal);
await pipeline.close();

function stoppingLog(log: EventLog): EventLog {
  let batches = 0;
  return withHandler(log, (handle) => async (entries) => {
    const writes = await handle(entries);
    batches += writes.length > 0 ? 1 : 0;
    if (batches === stopsAtBatch && writes.length > 0) {
      process.stdout.write("stops\n");
      process.kill(process.pid, "SIGSTOP");
    }
    return writes;
  });
}

function takeOwnIds(): void {
  const { producer } = kafkajs.Kafka.prototype;
  kafkajs.Kafka.prototype.producer = function (config = {}) {
    const { transactionalId } = config;
    return producer.call(
      this,
      transactionalId ? { ...config, transactionalId: `${transactionalId}-${process.pid}` } : config,
    );
  };
}
