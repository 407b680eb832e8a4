import { expect, test } from "vitest";
import { sizingOf } from "../../../bench/kafka/sizing.ts";

const cost = { processUs: 140, brokerUs: 30, bytesIn: 200, bytesOut: 800 };

test("sizingOf: a million events a second, worked out by hand", () => {
  expect(sizingOf(cost, 1_000_000)).toEqual({
    processCores: 200,
    brokerCores: 129,
    writtenMbPerSecond: 3_000,
    readMbPerSecond: 200,
    inputTbPerDay: 51.84,
  });
});

test("sizingOf: one copy and cores that may be busy all the time", () => {
  const { processCores, brokerCores, writtenMbPerSecond } = sizingOf(cost, 1_000, { copies: 1, busy: 1 });
  expect({ processCores, brokerCores, writtenMbPerSecond }).toEqual({
    processCores: 1,
    brokerCores: 1,
    writtenMbPerSecond: 1,
  });
});
