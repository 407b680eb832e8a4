import type { Clock } from "../connectors/clock.ts";

/** A batch that a step is working on. */
export interface BatchInHand {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Since when, milliseconds since 1970 UTC. */
  readonly since: number;
}

/** Knows which batches are being worked on, so that whoever waits for the end can say for what. */
export interface InHand {
  /** Has a batch in hand while work on it goes on. */
  during<Result>(batch: Omit<BatchInHand, "since">, work: () => Promise<Result>): Promise<Result>;
  batches(): readonly BatchInHand[];
}

/** Nothing in hand yet. */
export function createInHand(clock: Clock): InHand {
  const batches = new Set<BatchInHand>();
  return {
    async during(batch, work) {
      const held = { ...batch, since: clock.now() };
      batches.add(held);
      try {
        return await work();
      } finally {
        batches.delete(held);
      }
    },
    batches: () => [...batches],
  };
}

/** A batch in words, such as `step "score" on partition 2 of "embeddings" for 11 s`. */
export function inWords({ group, topic, partition, since }: BatchInHand, now: number): string {
  return `step "${group}" on partition ${partition} of "${topic}" for ${Math.round((now - since) / 1000)} s`;
}
