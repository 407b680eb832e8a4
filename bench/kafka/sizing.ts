/** What one event costs on one core, and what it weighs. */
export interface EventCost {
  /** Processor time of the process that scores it, microseconds. */
  readonly processUs: number;
  /** Processor time of the broker for reading and writing it, microseconds. */
  readonly brokerUs: number;
  /** Bytes read, and bytes written for it. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** What a rate takes; cores are busy to a share, copies are those that Kafka keeps of each record. */
export interface Sizing {
  readonly processCores: number;
  readonly brokerCores: number;
  /** Over the network into the brokers, copies between them included, megabytes (10⁶) a second. */
  readonly writtenMbPerSecond: number;
  /** From the brokers to the processes. */
  readonly readMbPerSecond: number;
  /** On all disks, for inputs kept for a day, terabytes (10¹²). */
  readonly inputTbPerDay: number;
}

/** What so many events a second take: plain products, as partitions share nothing. */
export function sizingOf(cost: EventCost, eventsPerSecond: number, { copies = 3, busy = 0.7 } = {}): Sizing {
  const cores = (us: number) => Math.ceil((eventsPerSecond * us) / 1e6 / busy);
  const mb = (bytes: number) => (eventsPerSecond * bytes) / 1e6;
  return {
    processCores: cores(cost.processUs),
    // A copy costs its broker about what the first one does.
    brokerCores: cores(cost.brokerUs * copies),
    writtenMbPerSecond: mb(cost.bytesIn + cost.bytesOut) * copies,
    readMbPerSecond: mb(cost.bytesIn),
    inputTbPerDay: (mb(cost.bytesIn) * copies * 86_400) / 1e6,
  };
}
