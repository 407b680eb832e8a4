/** A line in which so many go at once and the others wait, first come first served. */
export interface Turns {
  /** Resolves when it is one's turn. */
  take(): Promise<void>;
  /** Ends a turn. */
  give(): void;
}

/** Makes a line for `atOnce` at a time. */
export function createTurns(atOnce: number): Turns {
  let free = atOnce;
  const line: (() => void)[] = [];
  return {
    async take() {
      if (free > 0) free -= 1;
      else await new Promise<void>((go) => line.push(go));
    },
    give() {
      const next = line.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
