import { openSync, readSync } from "node:fs";

/**
 * How long the first threads of processes have been ready to go on without a core to do it on, all together, milliseconds; undefined where the system does not
 * tell. Linux does, in the second number of `/proc/PID/task/TID/schedstat`, and the first thread of a process has the number of the process.
 */
export function coreWaits(pids: readonly number[]): (() => number) | undefined {
  const files = pids.map((pid) => openIfThere(`/proc/${pid}/task/${pid}/schedstat`));
  if (!files.every((file) => file !== undefined)) return undefined;
  const bytes = Buffer.alloc(128);
  const waited = (file: number) => Number(bytes.toString("latin1", 0, readSync(file, bytes, 0, 128, 0)).split(" ")[1]);
  return () => files.reduce((sum, file) => sum + waited(file), 0) / 1e6;
}

function openIfThere(path: string): number | undefined {
  try {
    return openSync(path, "r");
  } catch {
    return undefined;
  }
}
