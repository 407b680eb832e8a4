import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { startJava } from "./java-process.ts";
import { type MavenFolder, resolveFolder } from "./maven-folder.ts";

/** A real S3 server on 127.0.0.1 that takes any credentials and forgets everything when it stops. */
export interface ObjectStorageServer {
  readonly url: string;
  /** The bucket that is there. */
  readonly bucket: string;
  stop(): Promise<void>;
}

const version = "4.11.0";
const bucket = "shop";

/** S3Mock of Adobe, with all that it needs. */
export const storageJars: MavenFolder = {
  name: `s3mock-${version}`,
  artifacts: [`com.adobe.testing:s3mock:${version}:jar:exec`],
  goal: "copy-dependencies",
};

/** Starts S3Mock with one thread for requests: with several it looks and puts in two steps, and of 16 conditional puts at once up to five won. */
export async function startObjectStorage(): Promise<ObjectStorageServer> {
  const program = join(await resolveFolder(storageJars), `s3mock-${version}-exec.jar`);
  const folder = mkdtempSync(join(tmpdir(), "twinstream-storage-"));
  const [port, unused] = await freePorts(2);
  const settings = {
    "server.port": port,
    "server.ssl.enabled": false,
    "server.tomcat.threads.max": 1,
    "server.tomcat.threads.min-spare": 1,
    "com.adobe.testing.s3mock.httpPort": unused,
    "com.adobe.testing.s3mock.store.initialBuckets": bucket,
    "com.adobe.testing.s3mock.store.root": folder,
  };
  const java = await startJava({
    words: [
      "-Xmx256m",
      `-Djava.io.tmpdir=${folder}`,
      "-jar",
      program,
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
    ],
    logFile: join(folder, "server.log"),
    readyText: "Started S3MockApplication",
    folder,
  });
  return {
    url: `http://127.0.0.1:${port}`,
    bucket,
    async stop() {
      await java.end("SIGKILL");
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}
