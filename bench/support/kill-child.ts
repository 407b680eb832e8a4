/**
 * A process for the kill rounds: runs every stage on a data folder until it is killed, and merges table files all the time. With `torn` it writes outputs and
 * positions in two steps instead of one and kills itself between them, to show that the account sees what the atomic step prevents.
 */
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { maintain } from "../../pipelines/maintenance.ts";
import { openPipeline, type PipelineSettings } from "../../pipelines/pipeline.ts";
import { runSteps } from "../../pipelines/run.ts";
import { withHandler } from "./with-handler.ts";

const maintainEveryMs = 150;
const lastTornBatch = 3;

const settings = JSON.parse(process.argv[2]!) as PipelineSettings;
const isTorn = process.argv[3] === "torn";

const pipeline = await openPipeline(settings, systemClock);
const stages = runSteps(isTorn ? tornLog(pipeline.log) : pipeline.log, pipeline.steps, new AbortController().signal);
await Promise.race([stages, isTorn ? stages : maintainAlways()]);

async function maintainAlways(): Promise<void> {
  for (;;) {
    await systemClock.wait(maintainEveryMs);
    await maintain(pipeline);
  }
}

/** A log that appends what a handler returns before the position moves, and dies in between at a batch with outputs. */
function tornLog(log: EventLog): EventLog {
  let batches = 0;
  return withHandler(log, (handle) => async (entries) => {
    const writes = await handle(entries);
    await log.append(writes);
    batches += writes.length > 0 ? 1 : 0;
    if (batches === lastTornBatch) process.kill(process.pid, "SIGKILL");
    return [];
  });
}
