import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

/** A name for a member that tells host and process, so that others on the host can see whether it still lives. */
export function memberName(): string {
  return `${hostname()}/${process.pid}/${randomUUID()}`;
}

/**
 * Whether a member's process has ended: only a process of this host can be told. One that took over its number passes for it until the lease runs out, and a member
 * that is taken for dead by mistake (containers that share a host name) can commit nothing under its old epoch.
 */
export function isGone(member: string): boolean {
  const [host, pid] = member.split("/");
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
