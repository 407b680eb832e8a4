import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { type JavaProcess, runJava, startJava } from "./java-process.ts";
import { type KafkaNode, type KafkaProperties, serverProperties } from "./kafka-properties.ts";
import { type MavenFolder, resolveFolder } from "./maven-folder.ts";

/** How a cluster for tests is made. */
export interface KafkaOptions {
  /** Each is broker and controller; 1 unless told. */
  readonly nodes?: 1 | 3;
  /** Lines of every node's `server.properties`. */
  readonly properties?: KafkaProperties;
}

/** A real Apache Kafka on 127.0.0.1; nodes are counted from 1. */
export interface KafkaCluster {
  /** `host:port` of every node, without encryption and login. */
  readonly brokers: readonly string[];
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

/** 16 bytes; every cluster may have the same, as none knows of the others. */
const clusterId = Buffer.from("twinstream-tests").toString("base64url");

const logSettings = `status=error
appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %m (%c)%n
rootLogger.level=info
rootLogger.appenderRef.out.ref=out
`;

/** Starts a cluster, fetching Kafka first where it is not there yet; resolves once every node serves. */
export async function startKafka({ nodes: count = 1, properties = {} }: KafkaOptions = {}): Promise<KafkaCluster> {
  const jars = join(await resolveFolder(kafkaJars), "*");
  const folder = mkdtempSync(join(tmpdir(), "twinstream-kafka-"));
  const nodes = await makeNodes(folder, count);
  const running = new Map<number, JavaProcess>();
  const start = async (node: KafkaNode) => void running.set(node.id, await launch(node, jars, folder));
  const stop = async () => {
    await Promise.all([...running.values()].map((java) => java.end("SIGKILL")));
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await Promise.all(nodes.map((node) => format(node, serverProperties(node, nodes, properties), jars)));
    const starts = await Promise.allSettled(nodes.map(start));
    for (const outcome of starts) if (outcome.status === "rejected") throw outcome.reason;
  } catch (error) {
    await stop();
    throw error;
  }
  const java = (id: number): JavaProcess => {
    const process = running.get(id);
    if (!process) throw new Error(`node ${id} does not run`);
    return process;
  };
  const end = async (id: number, signal: "SIGTERM" | "SIGKILL") => {
    await java(id).end(signal);
    running.delete(id);
  };
  return {
    brokers: nodes.map(({ port }) => `127.0.0.1:${port}`),
    kill: (id) => end(id, "SIGKILL"),
    pause: (id) => java(id).signal("SIGSTOP"),
    resume: (id) => java(id).signal("SIGCONT"),
    async restart(id) {
      if (running.has(id)) await end(id, "SIGTERM");
      await start(nodes[id - 1]!);
    },
    stop,
  };
}

async function makeNodes(folder: string, count: number): Promise<readonly KafkaNode[]> {
  const ports = await freePorts(2 * count);
  return Array.from({ length: count }, (_, i) => ({
    id: i + 1,
    port: ports[2 * i]!,
    controllerPort: ports[2 * i + 1]!,
    folder: join(folder, `node-${i + 1}`),
  }));
}

async function format({ folder }: KafkaNode, properties: string, jars: string): Promise<void> {
  mkdirSync(folder);
  const file = join(folder, "server.properties");
  writeFileSync(file, properties);
  writeFileSync(join(folder, "log4j2.properties"), logSettings);
  await runJava(["-cp", jars, "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", file]);
}

function launch(node: KafkaNode, jars: string, folder: string): Promise<JavaProcess> {
  const log = `-Dlog4j2.configurationFile=${join(node.folder, "log4j2.properties")}`;
  return startJava({
    words: ["-Xmx512m", log, "-cp", jars, "kafka.Kafka", join(node.folder, "server.properties")],
    logFile: join(node.folder, "server.log"),
    readyText: "Kafka Server started",
    folder,
  });
}
