import type { KafkaSettings } from "../../connectors/kafka/settings.ts";

let made = 0;

/** Settings for a broker beside the tests: quick time-outs, and at each call a prefix that no other test has. */
export function kafkaSettings(brokers: readonly string[], changes: Partial<KafkaSettings> = {}): KafkaSettings {
  return {
    brokers,
    tls: undefined,
    sasl: undefined,
    prefix: `t${process.pid}-${++made}.`,
    delivery: "exactly-once",
    partitions: 2,
    replication: undefined,
    compression: "none",
    sessionTimeoutMs: 6_000,
    heartbeatMs: 500,
    transactionTimeoutMs: 30_000,
    ...changes,
  };
}
