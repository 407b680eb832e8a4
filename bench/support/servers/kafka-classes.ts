import { existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports.ts";
import { formatNode, startNode } from "./kafka-node.ts";

/**
 * Makes, once, an archive of Kafka's classes as Java holds them when they are loaded and checked (class data sharing):
 * a node then starts with half the processor time. It is left behind by a node that is started for it alone.
 */
export async function classArchive(jarFolder: string): Promise<string> {
  const archive = join(jarFolder, "classes.jsa");
  if (existsSync(archive)) return archive;
  const folder = mkdtempSync(join(tmpdir(), "twinstream-kafka-"));
  const [controllerPort, port] = await freePorts(2);
  const own = { id: 1, controllerPort: controllerPort!, ports: new Map([["PLAINTEXT", port!]] as const) };
  const node = { ...own, folder: join(folder, "node-1") };
  const made = `${archive}.${process.pid}`;
  const java = [`-XX:ArchiveClassesAtExit=${made}`];
  const setup = {
    jars: join(jarFolder, "*"),
    folder,
    nodes: [node],
    properties: {},
    security: undefined,
    java,
    isMeasured: false,
  };
  try {
    await formatNode(node, setup);
    await (await startNode(node, setup)).end("SIGTERM");
    // Without an archive Java starts as it always did; one that is named and missing is no error to it.
    if (existsSync(made)) renameSync(made, archive);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return archive;
}
