import { type Clock, systemClock } from "../../connectors/clock.ts";
import { setRenewing } from "./output.ts";

/** A line on standard error that shows how far something is; nothing when standard error is not a terminal. */
export interface ProgressBar {
  /** A share between 0 and 1, and what is being done. A share below the one before begins a new piece of work. */
  show(share: number, doing: string): void;
  end(): void;
}

const width = 30;
const clearLine = "\r\x1b[K";

/** Makes a progress bar for a piece of work. */
export function progressBar(what: string): ProgressBar {
  const stream = process.stderr;
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  const clear = () => void stream.write(clearLine);
  const text = progressText(what, systemClock);
  setRenewing({ clear });
  return {
    show(share, doing) {
      // a line that is too long would not be cleared as a whole
      stream.write(`${clearLine}${text(share, doing).slice(0, (stream.columns ?? 1000) - 1)}`);
    },
    end() {
      clear();
      setRenewing(undefined);
    },
  };
}

/** Writes the line of a progress bar, with the time left by the pace since the piece of work began. */
export function progressText(what: string, clock: Pick<Clock, "now">): (share: number, doing: string) => string {
  let last = Number.POSITIVE_INFINITY;
  let began = { at: 0, share: 0 };
  return (share, doing) => {
    if (share < last) began = { at: clock.now(), share };
    last = share;
    const done = Math.min(1, Math.max(0, share));
    const filled = Math.round(done * width);
    const bar = "█".repeat(filled) + "░".repeat(width - filled);
    const left = timeLeft(done - began.share, 1 - done, clock.now() - began.at);
    return `${what} ${bar} ${Math.round(done * 100)} %${left === undefined ? "" : `  ${left} left`}  ${doing}`;
  };
}

/** Before so much time nothing is said of what is left: it would be a guess. */
const shortestMs = 2_000;

function timeLeft(gained: number, missing: number, elapsedMs: number): string | undefined {
  if (elapsedMs < shortestMs || gained <= 0 || missing <= 0) return undefined;
  const seconds = Math.ceil((elapsedMs * missing) / gained / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min ${seconds % 60} s` : `${seconds} s`;
}
