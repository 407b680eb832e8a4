/** A line on standard error that shows how far something is; nothing when standard error is not a terminal. */
export interface ProgressBar {
  /** A share between 0 and 1, and what is being done. */
  show(share: number, doing: string): void;
  end(): void;
}

const width = 30;

/** Makes a progress bar for a piece of work. */
export function progressBar(what: string): ProgressBar {
  const stream = process.stderr;
  if (!stream.isTTY) return { show: () => {}, end: () => {} };
  return {
    show(share, doing) {
      const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
      stream.write(
        `\r\x1b[K${what} ${"█".repeat(filled)}${"░".repeat(width - filled)} ${Math.round(share * 100)} %  ${doing}`,
      );
    },
    end: () => stream.write("\r\x1b[K"),
  };
}
