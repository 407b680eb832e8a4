import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type JavaProcess, runJava, startJava } from "./java-process.ts";
import { type KafkaNode, type KafkaProperties, serverProperties } from "./kafka-properties.ts";
import { javaWords, type KafkaSecurity, scramWords } from "./kafka-security.ts";

/** What the nodes of a cluster have in common. */
export interface KafkaSetup {
  /** The class path of Kafka. */
  readonly jars: string;
  /** Holds the folders of all nodes. */
  readonly folder: string;
  readonly nodes: readonly KafkaNode[];
  readonly properties: KafkaProperties;
  readonly security: KafkaSecurity | undefined;
  /** What Java is told of the classes. */
  readonly java: readonly string[];
  /** With the compiler, the collector and the heap of a broker in earnest. */
  readonly isMeasured: boolean;
}

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

/** Writes a node's settings and makes its storage, with the users in it; once per node. */
export async function formatNode(node: KafkaNode, { jars, nodes, properties, security }: KafkaSetup): Promise<void> {
  mkdirSync(node.folder);
  const file = join(node.folder, "server.properties");
  writeFileSync(file, serverProperties(node, nodes, properties));
  writeFileSync(join(node.folder, "log4j2.properties"), logSettings);
  const users = security ? scramWords(security) : [];
  await runJava(["-cp", jars, "kafka.tools.StorageTool", "format", "-t", clusterId, "-c", file, ...users]);
}

/** Starts a node with the storage that it has; resolves once it serves, which a new cluster does with most of its nodes. */
export function startNode(node: KafkaNode, setup: KafkaSetup): Promise<JavaProcess> {
  const { jars, folder, security, java, isMeasured } = setup;
  const heap = isMeasured ? ["-Xms1g", "-Xmx1g"] : ["-Xmx512m"];
  const log = `-Dlog4j2.configurationFile=${join(node.folder, "log4j2.properties")}`;
  const settings = security ? javaWords(security) : [];
  return startJava({
    words: [...heap, ...java, log, ...settings, "-cp", jars, "kafka.Kafka", join(node.folder, "server.properties")],
    logFile: join(node.folder, "server.log"),
    readyText: "Kafka Server started",
    folder,
    isMeasured,
  });
}
