/** How a client proves to a broker who it is. Holds secrets: it is never printed or logged. */
export type KafkaSasl =
  | {
      readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
      readonly username: string;
      readonly password: string;
    }
  /** OAuth 2.0 client credentials (RFC 6749, 4.4): a token is fetched from `tokenUrl`, and fetched anew before it runs out. */
  | {
      readonly mechanism: "oauthbearer";
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope: string | undefined;
    };

/** Encryption on the way; texts are PEM. */
export interface KafkaTls {
  /** Who signed the brokers' certificates; undefined: whom Node.js trusts. */
  readonly ca: string | undefined;
  /** This client's own certificate and key, where brokers ask for one. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** How a Kafka cluster is reached and worked on; plain data, so that worker threads can be sent it. Holds secrets: it is never printed or logged. */
export interface KafkaSettings {
  /** `host:port` of some brokers; they name the others. */
  readonly brokers: readonly string[];
  readonly tls: KafkaTls | undefined;
  readonly sasl: KafkaSasl | undefined;
  /** Stands before the name of every topic, group and transactional id, so that several pipelines can share a cluster; empty for none. */
  readonly prefix: string;
  /** Exactly once is by transactions; at least once is faster and may repeat the last entries after a crash. */
  readonly delivery: "exactly-once" | "at-least-once";
  /** Partitions of topics that are not there yet and whose settings say nothing. */
  readonly partitions: number;
  /** Copies of topics that are not there yet; undefined: as the brokers are set. */
  readonly replication: number | undefined;
  readonly compression: "none" | "gzip" | "snappy" | "zstd";
  /** A member that is not heard of for so long loses its partitions, milliseconds. */
  readonly sessionTimeoutMs: number;
  /** How often a member says that it is there, milliseconds. */
  readonly heartbeatMs: number;
  /** The broker ends a transaction that stays open for so long, milliseconds. */
  readonly transactionTimeoutMs: number;
}
