import type { LogDatabase } from "./database.ts";
import { explain } from "./failures.ts";

interface Step {
  readonly run: () => unknown;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/** Runs steps in transactions. Steps of one turn of the event loop share a transaction, and so its sync. */
export class Committer {
  readonly #database: LogDatabase;
  #steps: Step[] = [];
  #isScheduled = false;

  constructor(database: LogDatabase) {
    this.#database = database;
  }

  /** Resolves with what `run` returned, once that is safe on disk. `run` must not throw but for what ends the whole transaction. */
  commit<Result>(run: () => Result): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      this.#steps.push({ run, resolve, reject });
      if (this.#isScheduled) return;
      this.#isScheduled = true;
      setImmediate(() => this.#runSteps());
    });
  }

  #runSteps(): void {
    const steps = this.#steps;
    this.#steps = [];
    this.#isScheduled = false;
    try {
      const results = this.#database.root.transactionSync(() => steps.map(({ run }) => run()));
      for (const [index, { resolve }] of steps.entries()) resolve(results[index] as never);
    } catch (error) {
      const explained = explain(error, this.#database.folder);
      for (const { reject } of steps) reject(explained);
    }
  }
}
