/** What work still does after it was asked to end. */
export interface Ending {
  /** In words, such as `step "score" on partition 2 of "embeddings" for 11 s`; nothing when nobody knows. */
  unfinished: () => readonly string[];
}

/** How long work may take to end in order. */
export interface Patience {
  readonly ms: number;
  /** Called with a sentence when that was not enough; ends the process. */
  giveUp(why: string): void;
}

/**
 * Runs work that ends in order when the process is asked to stop: its signal aborts at the first SIGINT (Ctrl-C) or SIGTERM. A second one ends the
 * process at once, and so does the end of patience; nothing acknowledged is lost then either.
 */
export async function untilInterrupted<Result>(
  work: (signal: AbortSignal, ending: Ending) => Promise<Result>,
  patience?: Patience,
): Promise<Result> {
  const interrupt = new AbortController();
  const ending: Ending = { unfinished: () => [] };
  let waiting: NodeJS.Timeout | undefined;
  // It stays in place after the first signal: whoever restores the terminal ends the process when nobody else listens.
  const stop = (name: NodeJS.Signals) => {
    if (!interrupt.signal.aborted) {
      if (patience !== undefined)
        waiting = setTimeout(() => patience.giveUp(tooSlow(name, patience, ending)), patience.ms);
      return interrupt.abort();
    }
    release();
    process.kill(process.pid, name);
  };
  const release = () => {
    clearTimeout(waiting);
    process.off("SIGINT", stop).off("SIGTERM", stop);
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await work(interrupt.signal, ending);
  } finally {
    release();
  }
}

function tooSlow(name: string, { ms }: Patience, { unfinished }: Ending): string {
  const what = unfinished();
  const left = what.length === 0 ? "what holds it up is not known" : `still at work: ${what.join("; ")}`;
  return `it did not end within ${ms / 1000} s of ${name}, ${left}; what is not committed is done again by whoever takes over`;
}
