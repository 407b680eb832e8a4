import { expect, test } from "vitest";
import { Trouble } from "../../../connectors/kafka/trouble.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";

const minute = 60_000;
const passing = Object.assign(new Error("the leader is away"), { type: "NOT_LEADER_FOR_PARTITION" });

test("trouble: two minutes of failures are hopeless", () => {
  const trouble = new Trouble();
  const lasted = [0, 1, 2, 2.5].map((minutes) => trouble.failed(minutes * minute));
  expect(lasted.map((ms) => trouble.isHopeless(passing, ms))).toEqual([false, false, false, true]);
});

test("trouble: a success, or a long quiet time, ends a row of failures", () => {
  const trouble = new Trouble();
  trouble.failed(0);
  trouble.succeeded();
  expect(trouble.failed(minute)).toBe(0);
  expect(trouble.failed(2 * minute)).toBe(minute);
  expect(trouble.failed(60 * minute)).toBe(0);
});

test("trouble: what no waiting mends is hopeless at once, however it is wrapped", () => {
  const forbidden = Object.assign(new Error("no"), { type: "TOPIC_AUTHORIZATION_FAILED" });
  for (const error of [forbidden, new TwinstreamError("LOG_UNAVAILABLE", "no right", forbidden)])
    expect(new Trouble().isHopeless(error, 0)).toBe(true);
  expect(new Trouble().isHopeless(new TwinstreamError("LOG_UNAVAILABLE", "no such topic"), 0)).toBe(true);
  expect(new Trouble().isHopeless(new TwinstreamError("LOG_UNAVAILABLE", "away", passing), 0)).toBe(false);
});

test("trouble: a cluster that shares its work out is told of when that takes long, anything else at once", () => {
  const loading = Object.assign(new Error("the coordinator is loading"), { type: "GROUP_LOAD_IN_PROGRESS" });
  const gone = Object.assign(new Error("refused"), { name: "KafkaJSConnectionError" });
  const tells = (error: Error) => [0, 5_000, 10_000].map((ms) => new Trouble().isWorthTelling(error, ms));
  expect(tells(loading)).toEqual([false, false, true]);
  expect(tells(gone)).toEqual([true, true, true]);
});
