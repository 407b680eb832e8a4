import { startKafka } from "../support/servers/kafka-broker.ts";
import { processorMs } from "./processor-time.ts";

/** The one broker that all of a benchmark's figures come from. */
export interface Broker {
  /** `host:port`. */
  readonly address: string;
  /** Its processor time since it started, milliseconds. */
  processorMs(): number;
}

/** Works with a broker of its own beside it, which runs as in earnest: normal compiler and collector, a heap of 1 GB. */
export async function withBroker<Result>(work: (broker: Broker) => Promise<Result>): Promise<Result> {
  const cluster = await startKafka({ isMeasured: true });
  try {
    return await work({ address: cluster.brokers[0]!, processorMs: () => processorMs(cluster.pid(1)) });
  } finally {
    await cluster.stop();
  }
}
