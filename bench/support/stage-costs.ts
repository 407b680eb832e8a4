import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../connectors/clock.ts";
import { openParquetStore } from "../../connectors/duckdb/parquet-store.ts";
import type { Entry, Write } from "../../connectors/event-log.ts";
import { encodeEvent } from "../../pipelines/batch.ts";
import type { LiveModel } from "../../pipelines/live-models.ts";
import { recordStep } from "../../pipelines/record/record-step.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { stages } from "../../pipelines/stages/index.ts";
import { type Step, stepOf } from "../../pipelines/step.ts";
import type { LabelledEvent } from "../../schemas/generated/events.ts";

const eventsPerBatch = 250;
const eventsPerFile = 2_000;
const limits = { maxEntries: eventsPerFile, maxBytes: 2 ** 20, lingerMs: 0 };

/** Milliseconds of processor time, of all threads of this process, by the work they went to. */
export type StageCosts = ReadonlyMap<string, number>;

/** Takes labelled events through every stage, hop by hop but without a log: what each stage costs, its reading and writing of events included. */
export async function stageCosts(live: LiveModel, events: readonly LabelledEvent[]): Promise<StageCosts> {
  const models = { current: async () => live };
  const folder = mkdtempSync(join(tmpdir(), "twinstream-bench-"));
  const store = await openParquetStore({ folder, clock: systemClock });
  const costs = new Map<string, number>();
  try {
    let entries = entriesOf(events.map((event) => encodeEvent("labels", event)));
    for (const [name, make] of Object.entries(stages)) {
      const step = stepOf(make(models) as unknown as Stage, systemClock, limits);
      const writes = await timed(costs, name, step, entries, eventsPerBatch);
      if (name === "score") {
        const record = recordStep({ store, userKey: new Uint8Array(32), clock: systemClock, limits });
        await timed(costs, "record the scores", record, entriesOf(writes), eventsPerFile);
      }
      entries = entriesOf(writes);
    }
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return costs;
}

async function timed(costs: Map<string, number>, name: string, step: Step, entries: readonly Entry[], size: number) {
  const writes: Write[] = [];
  const before = process.cpuUsage();
  for (let first = 0; first < entries.length; first += size)
    writes.push(...(await step.handle(entries.slice(first, first + size))));
  const { user, system } = process.cpuUsage(before);
  costs.set(name, (user + system) / 1000);
  return writes;
}

function entriesOf(writes: readonly Write[]): readonly Entry[] {
  return writes.map(({ topic, key, value }, offset) => ({ topic, partition: 0, offset, key, value, timestamp: 0 }));
}
