/** The ways into a broker: in the open or encrypted, with a login (SASL) or without. */
export const kafkaProtocols = ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] as const;
/** One of the ways into a broker. */
export type KafkaProtocol = (typeof kafkaProtocols)[number];

/** Where one node listens and keeps its data. */
export interface KafkaNode {
  readonly id: number;
  readonly controllerPort: number;
  readonly ports: ReadonlyMap<KafkaProtocol, number>;
  readonly folder: string;
}

/** What a node is told; a value here wins over what all nodes of tests are told. */
export type KafkaProperties = Readonly<Record<string, string | number | boolean>>;

/** The `server.properties` of one of the nodes of a cluster. */
export function serverProperties(node: KafkaNode, nodes: readonly KafkaNode[], extra: KafkaProperties): string {
  const properties = { ...identity(node, nodes), ...copies(nodes.length), ...quick, ...extra };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join("");
}

/** Every node is broker and controller at once. */
function identity(node: KafkaNode, nodes: readonly KafkaNode[]): KafkaProperties {
  const listeners = [...node.ports].map(([protocol, port]) => `${protocol}://127.0.0.1:${port}`);
  return {
    "process.roles": "broker,controller",
    "node.id": node.id,
    "controller.quorum.voters": nodes.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(","),
    listeners: [...listeners, `CONTROLLER://127.0.0.1:${node.controllerPort}`].join(","),
    "advertised.listeners": listeners.join(","),
    "listener.security.protocol.map": ["CONTROLLER:PLAINTEXT", ...kafkaProtocols.map((name) => `${name}:${name}`)].join(
      ",",
    ),
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "log.dirs": `${node.folder}/data`,
  };
}

/** Three nodes keep three copies and go on with two of them. */
function copies(nodes: number): KafkaProperties {
  const [factor, inSync] = nodes === 1 ? [1, 1] : [3, 2];
  return {
    "default.replication.factor": factor,
    "min.insync.replicas": inSync,
    "offsets.topic.replication.factor": factor,
    "transaction.state.log.replication.factor": factor,
    "transaction.state.log.min.isr": inSync,
    "share.coordinator.state.topic.replication.factor": factor,
    "share.coordinator.state.topic.min.isr": inSync,
  };
}

/** What lets tests be quick: short waits, small inner topics, few threads. Topics are never made by naming them. */
const quick: KafkaProperties = {
  "auto.create.topics.enable": false,
  "offsets.topic.num.partitions": 8,
  "transaction.state.log.num.partitions": 8,
  "group.initial.rebalance.delay.ms": 0,
  "group.min.session.timeout.ms": 1000,
  "group.consumer.min.session.timeout.ms": 1000,
  "group.consumer.min.heartbeat.interval.ms": 500,
  // A node that was killed can't come back before its old session is over: nine seconds by default.
  "broker.session.timeout.ms": 3000,
  "broker.heartbeat.interval.ms": 500,
  "num.network.threads": 2,
  "num.io.threads": 4,
  "log.cleaner.dedupe.buffer.size": 16_777_216,
};
