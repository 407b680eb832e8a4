import { startScript } from "../support/child.ts";
import type { Broker } from "./broker.ts";

/** What a process that works on records says of itself when it is done; from its first record to its last commit. */
export interface Told {
  readonly records: number;
  readonly seconds: number;
  /** Processor time of all of its threads. */
  readonly cpuSeconds: number;
}

/** What the same work cost on both sides. */
export interface Measured extends Told {
  /** Processor time of the broker while the process ran. */
  readonly brokerSeconds: number;
}

/** Runs a script to its end with one argument, an object, and takes what it tells. */
export async function measured(script: string, order: object, broker: Broker): Promise<Measured> {
  return measuredBy(() => startScript(script, [JSON.stringify(order)]).ended, broker);
}

/** Takes what a process tells as JSON on its last line. */
export async function measuredBy(run: () => Promise<string>, broker: Broker): Promise<Measured> {
  const before = broker.processorMs();
  const said = await run();
  const told = JSON.parse(said.trim().split("\n").at(-1)!) as Told;
  return { ...told, brokerSeconds: (broker.processorMs() - before) / 1000 };
}
