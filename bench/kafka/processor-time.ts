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
