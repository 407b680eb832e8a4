import type { FastifyReply } from "fastify";
import type { Clock } from "../../connectors/clock.ts";
import { Problem } from "./problems.ts";

/** How long an answer may take. */
export interface AnswerTime {
  /** 30 seconds unless said. */
  readonly answerMs: number | undefined;
  readonly clock: Clock;
}

const usualAnswerMs = 30_000;

/** Tells whoever works on an answer when nobody waits for it any more; what is not asked for is not made. */
export class Waiting {
  #controller: AbortController | undefined;
  #isOver = false;

  /** Aborts when nobody waits, at once if that is so already. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort();
    return this.#controller.signal;
  }

  /** Nobody waits any more. */
  end(): void {
    this.#isOver = true;
    this.#controller?.abort();
  }
}

/**
 * What `answer` gives. Its waiting ends when nobody waits for that any more: the caller left, or time is up, which throws OVERDUE. The framework's own
 * signal aborts, and its own time limit ends, as soon as a body has been read.
 */
export async function answerInTime<Answer>(
  { raw }: FastifyReply,
  { answerMs = usualAnswerMs, clock }: AnswerTime,
  answer: (waiting: Waiting) => Promise<Answer>,
): Promise<Answer> {
  const [waiting, answered] = [new Waiting(), new AbortController()];
  raw.once("close", () => raw.writableFinished || waiting.end());
  const late = clock.wait(answerMs, answered.signal).then(() => {
    if (answered.signal.aborted) return;
    waiting.end();
    throw new Problem("OVERDUE", "the answer took too long; ask for less, or try again later");
  });
  const given = answer(waiting).finally(() => answered.abort("answered"));
  // it ends first only by throwing
  await Promise.race([given, late]);
  return given;
}
