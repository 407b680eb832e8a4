import { setRenewing } from "./output.ts";

/** A line on standard error that shows how far something is; nothing when standard error is not a terminal. */
export interface ProgressBar {
  /** A share between 0 and 1, and what is being done. */
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
  setRenewing({ clear });
  return {
    show(share, doing) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
      const bar = "█".repeat(filled) + "░".repeat(width - filled);
      stream.write(`${clearLine}${what} ${bar} ${Math.round(share * 100)} %  ${doing}`);
    },
    end() {
      clear();
      setRenewing(undefined);
    },
  };
}
