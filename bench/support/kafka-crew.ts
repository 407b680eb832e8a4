import { join } from "node:path";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { type FedEvent, writeOf } from "../../pipelines/feed.ts";
import { logPlace, openLog } from "../../pipelines/log-place.ts";
import { type Child, startTwinstream, twinstream } from "./child.ts";
import { oneProductEvents } from "./one-product-events.ts";
import { shopEvents, writeEvents } from "./shop-file.ts";
import { isDrained } from "./standings.ts";

/** The model that scores in rounds: the quickest there is. */
export const roundsModel = "mean-1";
/** How many partitions topics have in rounds. */
export const roundsPartitions = 4;

const inputsAtOnce = 2_000;
const drainWithinMs = 600_000;

/** A topology on Kafka under test: where it is, and what was fed into it. */
export class KafkaInput {
  readonly log: EventLog;
  readonly #fed: FedEvent[] = [];

  private constructor(log: EventLog) {
    this.log = log;
  }

  /** Makes the topics at an address, and a model in the data folder. */
  static async open(address: string, data: string, partitions = roundsPartitions): Promise<KafkaInput> {
    const judged = join(data, "..", "judged.jsonl");
    writeEvents(judged, shopEvents(1, 0, 100));
    await twinstream(["train", "mean", "--from", judged, "--preset", "events", "--data", data]);
    return new KafkaInput(await openLog(logPlace(address, {}), data, { partitions }));
  }

  /** Everything that was fed. */
  get fed(): readonly FedEvent[] {
    return this.#fed;
  }

  /** Appends the next inputs. */
  async feed(count: number): Promise<void> {
    for (let left = count; left > 0; left -= inputsAtOnce) {
      const from = this.#fed.length;
      const events = oneProductEvents(from, from + Math.min(left, inputsAtOnce));
      this.#fed.push(...events);
      await this.log.append(events.map(writeOf));
    }
  }

  /** Resolves when everything is processed; throws with what waits when that takes ten minutes, or when `check` throws. */
  async drained(check: () => Promise<void>): Promise<void> {
    const begun = systemClock.now();
    while (!(await isDrained(this.log))) {
      await check();
      if (systemClock.now() - begun > drainWithinMs) throw new Error("what was fed is not processed after ten minutes");
      await systemClock.wait(100);
    }
  }
}

/** What a worker process runs. */
export type Role = "stages" | "record";

/** Worker processes of the program, each of which can be ended and started again. */
export class Crew {
  readonly #start: (role: Role) => Child;
  readonly #workers: { readonly role: Role; child: Child }[];

  constructor(roles: readonly Role[], start: (role: Role) => Child) {
    this.#start = start;
    this.#workers = roles.map((role) => ({ role, child: start(role) }));
  }

  /** One that runs a role, by its number among them. */
  worker(role: Role, number: number): Child {
    return this.#workers.filter((worker) => worker.role === role)[number]!.child;
  }

  /** Starts another in the place of a worker that has ended. */
  replace(ended: Child): void {
    const worker = this.#workers.find(({ child }) => child === ended)!;
    worker.child = this.#start(worker.role);
  }

  /** Asks a worker to end in order and starts another in its place when it has. */
  async restart(worker: Child): Promise<void> {
    worker.signal("SIGTERM");
    await worker.ended;
    this.replace(worker);
  }

  /** Throws what a worker said that ended though nobody killed it. */
  async check(): Promise<void> {
    for (const { child } of this.#workers) {
      if (!child.isAlive()) throw new Error(`a worker ended by itself: ${await child.ended}`);
    }
  }

  /** Asks all to end in order, and resolves when they have. */
  async end(): Promise<void> {
    for (const { child } of this.#workers) child.signal("SIGTERM");
    await Promise.all(this.#workers.map(({ child }) => child.ended));
  }

  /** Ends all at once. */
  async abandon(): Promise<void> {
    await Promise.all(this.#workers.map(({ child }) => child.kill()));
  }
}

const stagesOf = { stages: "tokenize,embed,score,evaluate", record: "record" } as const satisfies Record<Role, string>;

/** Starts `twinstream run` with the stages of a role on a log and a data folder. */
export function startWorker(address: string, data: string, fused: boolean, role: Role): Child {
  const hops = fused ? "--fused" : "--no-fused";
  const where = ["--log", address, "--data", data, "--model", roundsModel];
  return startTwinstream(["run", "--stages", stagesOf[role], hops, ...where, "--workers", "0", "--quiet"]);
}
