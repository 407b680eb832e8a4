import { join } from "node:path";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { type Random, seededRandom } from "../../models/random.ts";
import type { FedEvent } from "../../pipelines/feed.ts";
import { openLog } from "../../pipelines/log-place.ts";
import type { PipelineSettings } from "../../pipelines/pipeline.ts";
import { stepNames } from "../../pipelines/topology.ts";
import { type Account, accountFor } from "./account.ts";
import { builtScript, type Child, startScript, startTwinstream, twinstream } from "./child.ts";
import { shopEvents, writeEvents } from "./shop-file.ts";
import { standOf } from "./standings.ts";

/** How often a pipeline is killed, and when. */
export interface KillPlan {
  /** An empty folder for everything. */
  readonly folder: string;
  readonly kills: number;
  readonly seed: number;
  /** The longest that a pipeline works before it is killed, in milliseconds. */
  readonly longestMs: number;
  /** Searches of each part, half of them judged, that is replayed until a replay of it was not killed. */
  readonly searchesPerPart: number;
  readonly onKill?: (kills: number) => void;
}

/** What the kills met and what was left in the end. */
export interface KillReport {
  readonly kills: number;
  /** Kills that came while entries waited and others had been processed since the kill before. */
  readonly interrupted: number;
  readonly events: number;
  readonly account: Account;
}

const lookEveryMs = 10;
/**
 * Keeps a replay and a process with all stages alive on one data folder, and kills one or both of them with SIGKILL at random moments. A killed replay is started again; one that
 * ends is followed by the next part. At last the part in hand is fed, a `run --drain` ends the work, and everything is accounted for.
 */
export async function killRounds(plan: KillPlan): Promise<KillReport> {
  const data = join(plan.folder, "data");
  const random = seededRandom(plan.seed);
  const parts = new Parts(plan);
  await twinstream(["train", "ridge", "--from", parts.path, "--preset", "events", "--data", data]);
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(data)).log, { partitions: 4 });
  try {
    const interrupted = await killOften(plan, random, parts, data, log);
    await twinstream(["replay", parts.path, "--preset", "events", "--data", data, "--append-only"]);
    return { kills: plan.kills, interrupted, ...(await finish(parts.events, data, log)) };
  } finally {
    await log.close();
  }
}

/** The same without the atomic step: a process that dies between its outputs and its position. What it leaves must not pass. */
export async function tornRound(folder: string): Promise<Account> {
  const data = join(folder, "data");
  const parts = new Parts({ folder, searchesPerPart: 200 });
  await twinstream(["replay", parts.path, "--preset", "events", "--data", data, "--append-only"]);
  await startStages(data, "torn").ended;
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(data)).log, { partitions: 4 });
  try {
    return (await finish(parts.events, data, log)).account;
  } finally {
    await log.close();
  }
}

async function finish(events: readonly FedEvent[], data: string, log: EventLog) {
  await twinstream(["run", "--drain", "--quiet", "--data", data]);
  const { tables } = await openDataFolder(data);
  return { events: events.length, account: await accountFor(events, log, tables) };
}

/** Kills until it was enough; gives how many kills interrupted work. */
async function killOften(plan: KillPlan, random: Random, parts: Parts, data: string, log: EventLog): Promise<number> {
  let replay = startReplay(parts.path, data, random);
  let stages = startStages(data);
  let interrupted = 0;
  try {
    for (let kills = 0; kills < plan.kills; ) {
      const didWork = await randomMoment(plan, random, log, () => !replay.isAlive());
      const victims = [[replay], [stages], [replay, stages]][random.int(3)]!.filter((child) => child.isAlive());
      await Promise.all(victims.map((child) => child.kill()));
      if (!replay.isAlive()) {
        await replay.ended;
        if (!victims.includes(replay)) parts.next();
        replay = startReplay(parts.path, data, random);
      }
      if (!stages.isAlive()) {
        await stages.ended;
        stages = startStages(data);
      }
      if (victims.length === 0) continue;
      kills += 1;
      if (didWork && (await standOf(log)).waiting > 0) interrupted += 1;
      plan.onKill?.(kills);
    }
  } finally {
    await Promise.all([replay.kill(), stages.kill()]);
  }
  return interrupted;
}

/**
 * Waits some time; gives whether work was done meanwhile. Every fourth time counts from now, so that it hits what a process does at its start; the others from the first work that is
 * done from now on, so that they hit work however slow the machine is. Ends early once `isOver`.
 */
async function randomMoment(plan: KillPlan, random: Random, log: EventLog, isOver: () => boolean): Promise<boolean> {
  const { done } = await standOf(log);
  const hasMoved = async () => (await standOf(log)).done > done;
  if (random.int(4) > 0) while (!isOver() && !(await hasMoved())) await systemClock.wait(lookEveryMs);
  await systemClock.wait(random.uniform() * plan.longestMs);
  return await hasMoved();
}

/** The parts of the input that were begun, each a file. */
class Parts {
  readonly #plan: Pick<KillPlan, "folder" | "searchesPerPart">;
  readonly #events: FedEvent[] = [];
  #count = 0;
  path = "";

  constructor(plan: Pick<KillPlan, "folder" | "searchesPerPart">) {
    this.#plan = plan;
    this.next();
  }

  get events(): readonly FedEvent[] {
    return this.#events;
  }

  next(): void {
    const { folder, searchesPerPart } = this.#plan;
    const events = shopEvents(this.#count, searchesPerPart / 2, searchesPerPart / 2);
    this.path = join(folder, `part-${this.#count}.jsonl`);
    this.#count += 1;
    this.#events.push(...events);
    writeEvents(this.path, events);
  }
}

/** A replay that runs all stages too: in no, one or two worker threads, fused or hop by hop. */
function startReplay(path: string, data: string, random: Random): Child {
  const fused = random.int(2) === 0 ? ["--fused"] : ["--no-fused"];
  const workers = ["--workers", String(random.int(3))];
  return startTwinstream(["replay", path, "--preset", "events", "--data", data, "--quiet", ...workers, ...fused]);
}

function startStages(data: string, ...words: readonly string[]): Child {
  const settings: PipelineSettings = {
    data,
    stages: stepNames,
    fused: false,
    partitions: 4,
    log: { engine: "embedded" },
  };
  const script = builtScript(new URL("./kill-child.js", import.meta.url));
  return startScript(script, [JSON.stringify(settings), ...words]);
}
