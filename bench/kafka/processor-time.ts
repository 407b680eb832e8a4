import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second, whatever the machine. */
const msPerTick = 10;

/** Processor time of a running process since its start, user and system, milliseconds; NaN where there is no `/proc`. */
export function processorMs(pid: number): number {
  return orNaN(() => processorMsIn(readFileSync(`/proc/${pid}/stat`, "utf8")));
}

function orNaN(read: () => number): number {
  try {
    return read();
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

/** How long threads of a running process, its first one unless told, have been ready to go on and had no core to do it on, milliseconds; NaN where the system does not tell. */
export function coreWaitMs(pid: number, threads: readonly number[] = [pid]): number {
  return orNaN(() => {
    const waits = threads.map((thread) => coreWaitMsIn(readFileSync(schedstatOf(pid, thread), "utf8")));
    return waits.reduce((sum, ms) => sum + ms, 0);
  });
}

/** The first thread of a running process, and of the others the one that was longest on a core; the first alone where the system does not tell. */
export function busiestThreads(pid: number): readonly number[] {
  try {
    const others = readdirSync(`/proc/${pid}/task`).map(Number);
    const spent = others
      .filter((thread) => thread !== pid)
      .map((thread) => ({ thread, ns: Number(readFileSync(schedstatOf(pid, thread), "utf8").split(" ")[0]) }));
    return [pid, ...spent.toSorted((one, other) => other.ns - one.ns).map(({ thread }) => thread)].slice(0, 2);
  } catch {
    return [pid];
  }
}

function schedstatOf(pid: number, thread: number): string {
  return `/proc/${pid}/task/${thread}/schedstat`;
}

/** The same from the line that Linux tells of a thread: nanoseconds on a core, nanoseconds that it waited for one, and how often it was on one. */
export function coreWaitMsIn(schedstat: string): number {
  return Number(schedstat.split(" ")[1]) / 1e6;
}

/** What the host of a virtual machine gave of its cores to others since it started, milliseconds; NaN where the system does not tell. */
export function stolenMs(): number {
  return orNaN(() => stolenMsIn(readFileSync("/proc/stat", "utf8")));
}

/** The same from what Linux tells of its cores (proc(5), `steal`), whose first line is of all of them. */
export function stolenMsIn(stat: string): number {
  return Number(stat.split("\n")[0]!.trim().split(/ +/)[8]) * msPerTick;
}
