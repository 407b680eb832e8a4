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

/**
 * What `answer` gives. Its signal aborts when nobody waits for that any more: the caller left, or time is up, which throws OVERDUE. The framework's own
 * signal aborts, and its own time limit ends, as soon as a body has been read.
 */
export async function answerInTime<Answer>(
  { raw }: FastifyReply,
  { answerMs = usualAnswerMs, clock }: AnswerTime,
  answer: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const [unwanted, answered] = [new AbortController(), new AbortController()];
  raw.once("close", () => raw.writableFinished || unwanted.abort());
  const late = clock.wait(answerMs, answered.signal).then(() => {
    if (answered.signal.aborted) return;
    unwanted.abort();
    throw new Problem("OVERDUE", "the answer took too long; ask for less, or try again later");
  });
  const given = answer(unwanted.signal).finally(() => answered.abort("answered"));
  // it ends first only by throwing
  await Promise.race([given, late]);
  return given;
}
