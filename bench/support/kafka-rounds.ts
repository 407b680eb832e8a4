import { join } from "node:path";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { type Random, seededRandom } from "../../models/random.ts";
import { taken } from "../../pipelines/testing.ts";
import { type Account, accountFor, type Difference, difference, faultsOf } from "./account.ts";
import { Crew, KafkaInput, type Role, startWorker } from "./kafka-crew.ts";
import { type Standing, standings, standOf } from "./standings.ts";

/** What happens to the workers of a topology on Kafka, and how much they have to do meanwhile. */
export interface KafkaRoundsPlan {
  /** `kafka://HOST:PORT?prefix=…` with a prefix that nobody has used. */
  readonly address: string;
  /** How long members may be silent at that address, in milliseconds. */
  readonly sessionMs: number;
  /** An empty folder for everything. */
  readonly folder: string;
  readonly fused: boolean;
  readonly inputs: number;
  readonly kills: number;
  readonly pauses: number;
  readonly seed: number;
  readonly onRound?: (done: { readonly kills: number; readonly pauses: number }) => void;
}

/** What the rounds met and what was left in the end. */
export interface KafkaReport {
  readonly inputs: number;
  readonly kills: number;
  readonly pauses: number;
  /** Kills and pauses that came while entries waited and others had been processed since those before. */
  readonly interrupted: number;
  readonly account: KafkaAccount;
  readonly handOvers: readonly HandOver[];
  readonly seconds: number;
}

/** What became of the work of a worker that was killed. */
export interface HandOver {
  readonly role: Role;
  /** When another was started in its place; that takes a core from those who take over, and shares the work out once more. */
  readonly replaced: (typeof replacements)[number];
  /** From the kill until each partition on which work of the role waited had a commit again. An upper bound: some were not the victim's. */
  readonly ms: number;
}

/** The account of what was fed, and of the topics between the stages. */
export interface KafkaAccount {
  readonly whole: Account;
  /** Empty where batches pass on in memory. */
  readonly between: Readonly<Record<string, Difference>>;
}

type Deed = "kill" | "pause";

const roles: readonly Role[] = ["stages", "stages", "record", "record"];
const roleNames: readonly Role[] = ["stages", "record"];
/** When a worker that was killed is replaced. */
export const replacements = ["at once", "after the hand-over"] as const;
const longestWorkMs = 800;
const lookEveryMs = 40;
const tickEveryMs = 250;
/** A worker that was killed is made up for within this time, or the rounds go on without waiting any longer. */
const handOverWithinMs = 20_000;

/**
 * Keeps four `twinstream run` at work, two with the stages and two that record, kills and pauses one or two of them at once at random moments, and starts another for
 * each that was killed: at once, or only when the others have its work. In the end everything is accounted for.
 */
export async function kafkaRounds(plan: KafkaRoundsPlan): Promise<KafkaReport> {
  const data = join(plan.folder, "data");
  const input = await KafkaInput.open(plan.address, data);
  const crew = new Crew(roles, (role) => startWorker(plan.address, data, plan.fused, role));
  const begun = systemClock.now();
  try {
    const rounds = new Rounds(plan, input, crew);
    await rounds.run();
    await input.feed(plan.inputs - input.fed.length);
    await input.drained(() => crew.check());
    await crew.end();
    const seconds = (systemClock.now() - begun) / 1_000;
    const account = await kafkaAccount(input, data, plan.fused);
    const { kills, pauses } = plan;
    const { interrupted, handOvers } = rounds;
    return { inputs: input.fed.length, kills, pauses, interrupted, handOvers, account, seconds };
  } finally {
    await crew.abandon();
    await input.log.close();
  }
}

/** Accounts for everything fed. */
export async function kafkaAccount(input: KafkaInput, data: string, fused: boolean): Promise<KafkaAccount> {
  const { tables } = await openDataFolder(data);
  const between: Record<string, Difference> = {};
  const expected = input.fed.map(({ event }) => ("eventId" in event ? event.eventId : event.productId));
  for (const topic of fused ? [] : (["tokens", "embeddings"] as const)) {
    const found = (await taken(input.log, topic)).map(({ eventId }) => eventId);
    between[topic] = difference(expected, found);
  }
  return { whole: await accountFor(input.fed, input.log, tables), between };
}

/** What is wrong in an account, in words; empty when everything is there once. */
export function kafkaFaults({ whole, between }: KafkaAccount): readonly string[] {
  const wrong = Object.entries(between).filter(([, { lost, doubled }]) => lost.length + doubled.length > 0);
  const ofTopics = wrong.map(
    ([topic, { lost, doubled }]) => `topic ${topic}: ${lost.length} lost, ${doubled.length} doubled`,
  );
  return [...ofTopics, ...faultsOf(whole)];
}

/** One round after the other, each with its share of the inputs, until all kills and pauses are done. */
class Rounds {
  readonly #plan: KafkaRoundsPlan;
  readonly #input: KafkaInput;
  readonly #crew: Crew;
  readonly #random: Random;
  readonly #deeds: Deed[];
  readonly #perDeed: number;
  readonly handOvers: HandOver[] = [];
  interrupted = 0;

  constructor(plan: KafkaRoundsPlan, input: KafkaInput, crew: Crew) {
    this.#plan = plan;
    this.#input = input;
    this.#crew = crew;
    this.#random = seededRandom(plan.seed);
    this.#deeds = this.#random.shuffle([...Array(plan.kills).fill("kill"), ...Array(plan.pauses).fill("pause")]);
    // The rest is for the ticks between, and for the end.
    this.#perDeed = Math.floor((plan.inputs * 0.7) / this.#deeds.length);
  }

  async run(): Promise<void> {
    const { kills, pauses, onRound } = this.#plan;
    const done = { kill: 0, pause: 0 };
    while (done.kill + done.pause < kills + pauses) {
      const isDouble = this.#random.int(2) === 0;
      const deeds = this.#deeds.splice(0, isDouble ? 2 : 1);
      const first = this.#random.int(2);
      await this.#round(deeds.map((deed, i) => [deed, roleNames[(first + i) % 2]!]));
      for (const deed of deeds) done[deed] += 1;
      onRound?.({ kills: done.kill, pauses: done.pause });
    }
  }

  async #round(deeds: readonly (readonly [Deed, Role])[]): Promise<void> {
    await this.#crew.check();
    const before = await standOf(this.#input.log);
    await this.#input.feed(this.#perDeed * deeds.length);
    await this.#randomMoment(before.done);
    const now = await standOf(this.#input.log);
    if (now.done > before.done && now.waiting > 0) this.interrupted += deeds.length;
    await Promise.all(deeds.map(([deed, role]) => (deed === "kill" ? this.#kill(role) : this.#pause(role))));
  }

  /** Every fourth time counts from now, the others from the first work that is done, so that they hit work however slow the machine is. */
  async #randomMoment(done: number): Promise<void> {
    const hasMoved = async () => (await standOf(this.#input.log)).done > done;
    if (this.#random.int(4) > 0) while (!(await hasMoved())) await systemClock.wait(lookEveryMs);
    await systemClock.wait(this.#random.uniform() * longestWorkMs);
  }

  async #kill(role: Role): Promise<void> {
    const victim = this.#crew.worker(role, this.#random.int(2));
    const replaced = replacements[this.#random.int(2)]!;
    const killed = systemClock.now();
    await victim.kill();
    if (replaced === "at once") this.#crew.replace(victim);
    const ms = await this.#untilMadeUp(role, killed);
    if (replaced !== "at once") this.#crew.replace(victim);
    if (ms !== undefined) this.handOvers.push({ role, replaced, ms });
  }

  /** Lets a worker stand still until others have its work, and wake up in the midst of what it did. */
  async #pause(role: Role): Promise<void> {
    const victim = this.#crew.worker(role, this.#random.int(2));
    victim.signal("SIGSTOP");
    await systemClock.wait(this.#plan.sessionMs * (1.2 + this.#random.uniform()));
    victim.signal("SIGCONT");
  }

  /** Waits until every partition on which work of a role waits has a commit again; milliseconds since a moment, undefined where nothing waited. */
  async #untilMadeUp(role: Role, since: number): Promise<number | undefined> {
    const ofRole = async () => (await standings(this.#input.log)).filter((standing) => roleOf(standing) === role);
    const waiting = new Map((await ofRole()).filter((one) => one.waiting > 0).map(({ place, done }) => [place, done]));
    let last: number | undefined;
    let ticked = systemClock.now();
    while (waiting.size > 0 && systemClock.now() - since < handOverWithinMs) {
      await systemClock.wait(lookEveryMs);
      if (systemClock.now() - ticked > tickEveryMs) {
        ticked = systemClock.now();
        await this.#input.feed(roles.length * 4);
      }
      for (const { place, done } of await ofRole()) {
        if (done <= (waiting.get(place) ?? done)) continue;
        waiting.delete(place);
        last = systemClock.now() - since;
      }
    }
    return waiting.size > 0 ? handOverWithinMs : last;
  }
}

function roleOf({ place }: Standing): Role {
  return place.startsWith("record ") ? "record" : "stages";
}
