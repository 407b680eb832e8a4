import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificates, makeCertificates } from "./certificates.ts";
import { freePorts } from "./free-ports.ts";
import type { JavaProcess } from "./java-process.ts";
import { classArchive } from "./kafka-classes.ts";
import { formatNode, type KafkaSetup, startNode } from "./kafka-node.ts";
import { type KafkaNode, type KafkaProperties, type KafkaProtocol, kafkaProtocols } from "./kafka-properties.ts";
import { type KafkaSecurity, securityProperties } from "./kafka-security.ts";
import { type MavenFolder, resolveFolder } from "./maven-folder.ts";

/** How a cluster for tests is made. */
export interface KafkaOptions {
  /** Each is broker and controller; 1 unless told. */
  readonly nodes?: 1 | 3;
  /** Lines of every node's `server.properties`. */
  readonly properties?: KafkaProperties;
  /** Opens the ways in that are encrypted or ask for a login, beside the open one. */
  readonly security?: KafkaSecurity;
  /** Runs the nodes as they would be run in earnest, with a heap of 1 GB; unless told they start quickly and take less. */
  readonly isMeasured?: boolean;
}

/** A real Apache Kafka on 127.0.0.1; nodes are counted from 1. */
export interface KafkaCluster {
  /** `host:port` of every node, without encryption and login. */
  readonly brokers: readonly string[];
  /** `host:port` of every node for one of the ways in; all but PLAINTEXT need the option `security`. */
  brokersFor(protocol: KafkaProtocol): readonly string[];
  /** Who signed the nodes' certificates, and a client's; undefined without `security`. */
  readonly certificates: Certificates | undefined;
  /** The process of a node. */
  pid(node: number): number;
  /** SIGKILL: nothing is said to the others, nothing is synced. */
  kill(node: number): Promise<void>;
  /** SIGSTOP: it keeps its connections and answers nothing until it is resumed. */
  pause(node: number): void;
  resume(node: number): void;
  /** Brings a node back with its data, after an orderly end if it runs; resolves once it serves. */
  restart(node: number): Promise<void>;
  /** Ends every node at once and removes their data. */
  stop(): Promise<void>;
}

/** The newest Kafka that Java 17 runs, and a log for it: without one it starts but says nothing. */
export const kafkaJars: MavenFolder = {
  name: "kafka-4.3.1",
  artifacts: ["org.apache.kafka:kafka_2.13:4.3.1", "org.apache.logging.log4j:log4j-slf4j-impl:2.25.4"],
  goal: "copy-dependencies",
};

/** Starts a cluster, fetching Kafka first where it is not there yet; resolves once every node serves. */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  const jarFolder = await resolveFolder(kafkaJars);
  const java = [`-XX:SharedArchiveFile=${await classArchive(jarFolder)}`];
  const folder = mkdtempSync(join(tmpdir(), "twinstream-kafka-"));
  const running = new Map<number, JavaProcess>();
  const stop = async () => {
    await Promise.all([...running.values()].map((java) => java.end("SIGKILL")));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const certificates = options.security && (await makeCertificates());
    const setup = { ...(await setUp(options, folder, certificates)), jars: join(jarFolder, "*"), java };
    await Promise.all(setup.nodes.map((node) => formatNode(node, setup)));
    const start = async (node: KafkaNode) => void running.set(node.id, await startNode(node, setup));
    const starts = await Promise.allSettled(setup.nodes.map(start));
    for (const outcome of starts) if (outcome.status === "rejected") throw outcome.reason;
    const brokersFor = (protocol: KafkaProtocol) => addresses(setup.nodes, protocol);
    return {
      brokers: brokersFor("PLAINTEXT"),
      brokersFor,
      certificates,
      ...controls(setup.nodes, running, start),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function setUp(
  { nodes: count = 1, properties, security, isMeasured = false }: KafkaOptions,
  folder: string,
  certificates: Certificates | undefined,
): Promise<Omit<KafkaSetup, "jars" | "java">> {
  const protocols = security ? kafkaProtocols : (["PLAINTEXT"] as const);
  const ports = await freePorts(count * (1 + protocols.length));
  const nodes = Array.from({ length: count }, (_, i): KafkaNode => {
    const [controllerPort, ...own] = ports.slice(i * (1 + protocols.length));
    const id = i + 1;
    const open = new Map(protocols.map((protocol, p) => [protocol, own[p]!]));
    return { id, controllerPort: controllerPort!, ports: open, folder: join(folder, `node-${id}`) };
  });
  const secured = certificates && securityProperties(security!, certificates, folder);
  return { folder, nodes, properties: { ...secured, ...properties }, security, isMeasured };
}

function addresses(nodes: readonly KafkaNode[], protocol: KafkaProtocol): readonly string[] {
  return nodes.map(({ ports }) => {
    if (!ports.has(protocol)) throw new Error(`the cluster has no ${protocol}; start it with the option security`);
    return `127.0.0.1:${ports.get(protocol)}`;
  });
}

/** What can be done to single nodes. */
function controls(
  nodes: readonly KafkaNode[],
  running: Map<number, JavaProcess>,
  start: (node: KafkaNode) => Promise<void>,
): Pick<KafkaCluster, "pid" | "kill" | "pause" | "resume" | "restart"> {
  const process = (id: number): JavaProcess => {
    const java = running.get(id);
    if (!java) throw new Error(`node ${id} does not run`);
    return java;
  };
  const end = async (id: number, signal: "SIGTERM" | "SIGKILL") => {
    await process(id).end(signal);
    running.delete(id);
  };
  return {
    pid: (id) => process(id).pid,
    kill: (id) => end(id, "SIGKILL"),
    pause: (id) => process(id).signal("SIGSTOP"),
    resume: (id) => process(id).signal("SIGCONT"),
    async restart(id) {
      if (running.has(id)) await end(id, "SIGTERM");
      await start(nodes[id - 1]!);
    },
  };
}
