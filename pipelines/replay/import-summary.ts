/** A reason why rows were refused, how often, and where first. */
interface Refusal {
  readonly reason: string;
  readonly count: number;
  readonly firstLine: number;
}

/** What became of the rows of a file. Final once all events are taken. */
export interface ImportSummary {
  readonly rows: number;
  readonly events: number;
  readonly rejected: number;
  /** What was understood and has no place among the events, by name. */
  readonly skipped: Readonly<Record<string, number>>;
  /** The first few different reasons, in order of appearance. */
  readonly byReason: readonly Refusal[];
}

const maxReasons = 10;

/** Counts while a file is imported. */
export class ImportCount {
  rows = 0;
  events = 0;
  rejected = 0;
  readonly #skipped = new Map<string, number>();
  readonly #reasons = new Map<string, { count: number; readonly firstLine: number }>();

  reject(line: number, reason: string): void {
    this.rejected++;
    const known = this.#reasons.get(reason);
    if (known !== undefined) known.count++;
    else if (this.#reasons.size < maxReasons) this.#reasons.set(reason, { count: 1, firstLine: line });
  }

  skip(what: string, count: number): void {
    this.#skipped.set(what, (this.#skipped.get(what) ?? 0) + count);
  }

  summary(): ImportSummary {
    const { rows, events, rejected } = this;
    const byReason = [...this.#reasons].map(([reason, { count, firstLine }]) => ({ reason, count, firstLine }));
    return { rows, events, rejected, skipped: Object.fromEntries(this.#skipped), byReason };
  }
}
