import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** What is fetched from Maven Central, and how it is laid out in a folder of its own. */
export interface MavenFolder {
  /** The name of the folder, with the version. */
  readonly name: string;
  /** `group:artifact:version`, or `group:artifact:version:type:classifier` for an archive that holds all that it needs. */
  readonly artifacts: readonly string[];
  /** Jars with all that they depend on, or archives that are unpacked. */
  readonly goal: "copy-dependencies" | "unpack-dependencies";
}

const plugin = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

/** Where a folder is kept once it is fetched: `TWINSTREAM_KAFKA_CACHE`, else the cache of the user. */
function cachedFolder({ name }: MavenFolder): string {
  return join(process.env.TWINSTREAM_KAFKA_CACHE ?? join(homedir(), ".cache", "twinstream"), name);
}

/** Whether a folder is here or could be fetched. */
export function canResolve(folder: MavenFolder): boolean {
  return existsSync(cachedFolder(folder)) || hasMaven();
}

function hasMaven(): boolean {
  try {
    execFileSync("mvn", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/**
 * The folder, fetched when it is not there yet. It is filled under another name and renamed when it is whole, so nobody
 * sees half of it; of two who fetch at once the second finds it there and drops its own.
 */
export async function resolveFolder(folder: MavenFolder): Promise<string> {
  const target = cachedFolder(folder);
  if (existsSync(target)) return target;
  mkdirSync(join(target, ".."), { recursive: true });
  const work = mkdtempSync(`${target}.`);
  try {
    await fetchInto(join(work, "fetched"), join(work, "pom.xml"), folder);
    if (!existsSync(target)) renameSync(join(work, "fetched"), target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
}

async function fetchInto(output: string, project: string, { artifacts, goal }: MavenFolder): Promise<void> {
  writeFileSync(project, projectXml(artifacts));
  const words = [
    "-B",
    "-q",
    "-f",
    project,
    `${plugin}:${goal}`,
    "-DincludeScope=runtime",
    `-DoutputDirectory=${output}`,
  ];
  try {
    await promisify(execFile)("mvn", words);
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    throw new Error(`Maven could not fetch ${artifacts.join(", ")}:\n${stdout}`, { cause: error });
  }
}

function projectXml(artifacts: readonly string[]): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>twinstream</groupId><artifactId>tests</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>${artifacts.map(dependencyXml).join("")}</dependencies>
</project>`;
}

function dependencyXml(artifact: string): string {
  const [group, name, version, type, classifier] = artifact.split(":");
  const archive = `<type>${type}</type><classifier>${classifier}</classifier>
    <exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>`;
  return `
  <dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>
    ${type ? archive : ""}</dependency>`;
}
