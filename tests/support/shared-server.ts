import { inject } from "vitest";
import type { SharedServers } from "./shared-servers.ts";

/** The first time a server is fetched before it starts. */
export const startWithinMs = 300_000;

// A process of test files outlives a vitest that was killed, and would keep its servers.
process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));

/** The server of a name that all test files share; started for the first that asks. */
export async function sharedServer<Name extends keyof SharedServers>(name: Name): Promise<SharedServers[Name]> {
  const response = await fetch(`${inject("sharedServers")}/${name}`);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return JSON.parse(text) as SharedServers[Name];
}
