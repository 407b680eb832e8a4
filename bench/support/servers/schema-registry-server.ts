import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { startJava } from "./java-process.ts";
import { type MavenFolder, resolveFolder } from "./maven-folder.ts";

/** A real schema registry on 127.0.0.1 that forgets everything when it stops. */
export interface SchemaRegistryServer {
  /** Where it answers as Confluent's registry does, version 7, without a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The newest Apicurio Registry that Java 17 runs, with all that it needs. */
export const registryJars: MavenFolder = {
  name: "apicurio-registry-2.6.13.Final",
  artifacts: ["io.apicurio:apicurio-registry-app:2.6.13.Final:tar.gz:all"],
  goal: "unpack-dependencies",
};

/** Starts a registry that refuses a version of a schema that can't read what the last one wrote. */
export async function startSchemaRegistry(): Promise<SchemaRegistryServer> {
  const program = join(await resolveFolder(registryJars), "apicurio-registry-app-2.6.13.Final-runner.jar");
  const folder = mkdtempSync(join(tmpdir(), "twinstream-registry-"));
  const [port] = await freePorts(1);
  const java = await startJava({
    words: ["-Xmx512m", "-Dquarkus.http.host=127.0.0.1", `-Dquarkus.http.port=${port}`, "-jar", program],
    logFile: join(folder, "server.log"),
    readyText: "Installed features",
    folder,
  });
  const server: SchemaRegistryServer = {
    url: `http://127.0.0.1:${port}/apis/ccompat/v7`,
    async stop() {
      await java.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  try {
    await refuseBreakingChanges(server.url);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

/** As Confluent's registry does of itself; this one takes anything until it is told. */
async function refuseBreakingChanges(url: string): Promise<void> {
  const response = await fetch(`${url}/config`, {
    method: "PUT",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ compatibility: "BACKWARD" }),
  });
  if (!response.ok) throw new Error(`the registry refused its rule: ${response.status} ${await response.text()}`);
}
