import { afterAll, beforeAll, describe } from "vitest";
import { hasJava } from "../../bench/support/servers/java-process.ts";
import {
  type KafkaCluster,
  type KafkaOptions,
  kafkaJars,
  startKafka,
} from "../../bench/support/servers/kafka-broker.ts";
import { canResolve, type MavenFolder } from "../../bench/support/servers/maven-folder.ts";
import { storageJars } from "../../bench/support/servers/object-storage-server.ts";
import { registryJars } from "../../bench/support/servers/schema-registry-server.ts";
import { sharedServer, startWithinMs } from "./shared-server.ts";
import type { SharedServers } from "./shared-servers.ts";

/**
 * Tests on the one broker that all test files share; use names that begin with a prefix of your own, as `kafkaSettings`
 * gives. Where no broker can be had the tests are skipped under a name that says what is missing.
 */
export function describeWithKafka(name: string, tests: (kafka: () => SharedServers["kafka"]) => void): void {
  describeWith(name, kafkaJars, { start: () => sharedServer("kafka"), stop: async () => {} }, tests);
}

/** Tests on a cluster of their own, which they may kill, pause and fill; skipped as `describeWithKafka` skips. */
export function describeWithOwnKafka(
  name: string,
  options: KafkaOptions,
  tests: (kafka: () => KafkaCluster) => void,
): void {
  describeWith(name, kafkaJars, { start: () => startKafka(options), stop: (cluster) => cluster.stop() }, tests);
}

/** Tests on the one schema registry that all test files share; skipped as `describeWithKafka` skips. */
export function describeWithRegistry(name: string, tests: (registry: () => SharedServers["registry"]) => void): void {
  describeWith(name, registryJars, { start: () => sharedServer("registry"), stop: async () => {} }, tests);
}

/** Tests on the one S3 server that all test files share, under a prefix of their own; skipped as `describeWithKafka` skips. */
export function describeWithStorage(name: string, tests: (storage: () => SharedServers["storage"]) => void): void {
  describeWith(name, storageJars, { start: () => sharedServer("storage"), stop: async () => {} }, tests);
}

interface Life<Server> {
  start(): Promise<Server>;
  stop(server: Server): Promise<void>;
}

function describeWith<Server>(
  name: string,
  jars: MavenFolder,
  { start, stop }: Life<Server>,
  tests: (server: () => Server) => void,
): void {
  const missing = whatIsMissing(jars);
  if (missing) console.warn(`skipped: ${name}: ${missing}`);
  describe.skipIf(missing)(missing ? `${name} (${missing})` : name, () => {
    let server: Server | undefined;
    beforeAll(async () => {
      server = await start();
    }, startWithinMs);
    afterAll(async () => {
      if (server) await stop(server);
    });
    tests(() => server!);
  });
}

function whatIsMissing(jars: MavenFolder): string | undefined {
  if (!hasJava()) return "needs Java 17 or newer";
  if (!canResolve(jars)) return `needs Maven, once, to fetch ${jars.name}`;
  return undefined;
}
