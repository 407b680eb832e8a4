import { join } from "node:path";
import { systemClock } from "../../connectors/clock.ts";
import { logPlace } from "../../pipelines/log-place.ts";
import type { PipelineSettings } from "../../pipelines/pipeline.ts";
import { builtScript, type Child, startScript } from "./child.ts";
import { Crew, KafkaInput, roundsModel, roundsPartitions, startWorker } from "./kafka-crew.ts";
import { type KafkaAccount, kafkaAccount } from "./kafka-rounds.ts";

/** One worker that stops at the worst moment, and how it is kept from doing harm, or not. */
export interface PausedPlan {
  /** `kafka://HOST:PORT?prefix=…` with a prefix that nobody has used. */
  readonly address: string;
  /** An empty folder for everything. */
  readonly folder: string;
  /** `own-ids`: its transactional ids are its own, so that nobody fences it. */
  readonly ids: "of-partitions" | "own-ids";
}

const inputs = 2_000;
const lookEveryMs = 20;

/** A worker stops with a batch in hand, others do its work, it wakes up and goes on. Gives what is there of 2,000 inputs in the end. */
export async function pausedRound({ address, folder, ids }: PausedPlan): Promise<KafkaAccount> {
  const data = join(folder, "data");
  const input = await KafkaInput.open(address, data);
  const paused = startPausing(address, data, ids);
  let crew: Crew | undefined;
  try {
    await input.feed(inputs);
    await until(paused, () => paused.said().includes("stops"));
    const others = new Crew(["stages", "record"], (role) => startWorker(address, data, false, role));
    crew = others;
    await input.drained(() => others.check());
    paused.signal("SIGCONT");
    // What it has in hand is committed or refused before it ends.
    paused.signal("SIGTERM");
    await paused.ended;
    await input.drained(() => others.check());
    await others.end();
    return await kafkaAccount(input, data, false);
  } finally {
    await paused.kill();
    await crew?.abandon();
    await input.log.close();
  }
}

function startPausing(address: string, data: string, ids: PausedPlan["ids"]): Child {
  const settings: PipelineSettings = {
    data,
    stages: ["tokenize"],
    fused: false,
    model: roundsModel,
    partitions: roundsPartitions,
    log: logPlace(address, {}),
  };
  return startScript(builtScript(new URL("./kafka-child.js", import.meta.url)), [JSON.stringify(settings), ids]);
}

async function until(child: Child, holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (!child.isAlive()) throw new Error(`the worker that should stop itself has ended: ${await child.ended}`);
    await systemClock.wait(lookEveryMs);
  }
}
