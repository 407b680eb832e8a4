import { EventEmitter } from "node:events";
import type { FastifyReply } from "fastify";
import { expect, test } from "vitest";
import { answerInTime } from "../../../app/server/answer-in-time.ts";
import { route } from "../../../app/server/routes/route.ts";
import { object, text } from "../../../app/server/shape.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { servedRoutes } from "../../support/served.ts";

/** A route that is asked by a method, and never answers by itself. */
function endless(method: "GET" | "POST") {
  let begin: (signal: AbortSignal) => void;
  const begun = new Promise<AbortSignal>((resolve) => {
    begin = resolve;
  });
  const described = route({
    method,
    path: "/api/endless",
    role: "read",
    summary: "Never answers.",
    ...(method === "POST" && { body: object({ name: text() }) }),
    answer: object({}),
    answerMs: 500,
    handle: ({ signal }) => {
      begin(signal);
      return new Promise<object>(() => {});
    },
  });
  return { described, begun };
}

test.each(["GET", "POST"] as const)(
  "answerInTime: a %s that takes too long is told so, and its work that nobody waits",
  async (method) => {
    const clock = createVirtualClock(0);
    const { described, begun } = endless(method);
    const { app, faults } = await servedRoutes([described], { clock });
    const asked = app.inject({ method, url: "/api/endless", ...(method === "POST" && { payload: { name: "tap" } }) });
    const signal = await begun;
    await clock.advance(499);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    const answer = await asked;
    expect([answer.statusCode, answer.json().code, signal.aborted]).toEqual([503, "OVERDUE", true]);
    expect(faults).toHaveLength(1);
  },
);

test("answerInTime: what was answered in time may go on being read, until the caller leaves", async () => {
  const clock = createVirtualClock(0);
  const raw = Object.assign(new EventEmitter(), { writableFinished: false });
  const reply = { raw } as unknown as FastifyReply;
  const signal = await answerInTime(reply, { answerMs: undefined, clock }, async ({ signal }) => signal);
  await clock.advance(60_000);
  expect(signal.aborted).toBe(false);
  raw.emit("close");
  expect(signal.aborted).toBe(true);
});
