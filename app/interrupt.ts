/**
 * Runs work that ends in order when the process is asked to stop: its signal aborts at the first SIGINT (Ctrl-C) or SIGTERM. A second one ends the
 * process at once; nothing acknowledged is lost then either.
 */
export async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const interrupt = new AbortController();
  // It stays in place after the first signal: whoever restores the terminal ends the process when nobody else listens.
  const stop = (name: NodeJS.Signals) => {
    if (!interrupt.signal.aborted) return interrupt.abort();
    release();
    process.kill(process.pid, name);
  };
  const release = () => process.off("SIGINT", stop).off("SIGTERM", stop);
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await work(interrupt.signal);
  } finally {
    release();
  }
}
