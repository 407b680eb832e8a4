import { readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever the machine. */
const msPerTick = 10;

/** Processor time of a running process since its start, user and system, milliseconds; NaN where there is no `/proc`. */
export function processorMs(pid: number): number {
  try {
    return processorMsIn(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return Number.NaN; // another system: a figure less in the table
  }
}

/** The same from the line that Linux tells of a process (proc(5), `stat`). Its second field may hold anything, blanks and brackets too. */
export function processorMsIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system] = [fields[11], fields[12]];
  return (Number(user) + Number(system)) * msPerTick;
}

/** How long the first thread of a running process has been ready to go on and had no core to do it on, milliseconds; NaN where the system does not tell. */
export function coreWaitMs(pid: number): number {
  try {
    return coreWaitMsIn(readFileSync(`/proc/${pid}/task/${pid}/schedstat`, "utf8"));
  } catch {
    return Number.NaN;
  }
}

/** The same from the line that Linux tells of a thread: nanoseconds on a core, nanoseconds that it waited for one, and how often it was on one. */
export function coreWaitMsIn(schedstat: string): number {
  return Number(schedstat.split(" ")[1]) / 1e6;
}
