import { expect, test } from "vitest";
import {
  busiestThreads,
  coreWaitMs,
  coreWaitMsIn,
  processorMs,
  processorMsIn,
  stolenMs,
  stolenMsIn,
} from "../../../bench/kafka/processor-time.ts";

test("processorMsIn: adds user and system time, whatever the program is called", () => {
  const stat = "4711 (odd ) name) S 1 2 3 4 5 6 7 8 9 10 123 45 0 0 20 0 1 0 100";
  expect(processorMsIn(stat)).toBe(1680);
});

test.skipIf(process.platform !== "linux")("processorMs: grows as a process works", () => {
  const before = processorMs(process.pid);
  for (const began = process.cpuUsage(); process.cpuUsage(began).user < 60_000; );
  expect(processorMs(process.pid)).toBeGreaterThan(before);
});

test("processorMs: is unknown of a process that is not there", () => {
  expect(processorMs(-1)).toBeNaN();
});

test("coreWaitMsIn: is the second number, which is of nanoseconds", () => {
  expect(coreWaitMsIn("326556000 4250000 3\n")).toBe(4.25);
});

test.skipIf(process.platform !== "linux")("busiestThreads: the first thread, and another one", () => {
  const threads = busiestThreads(process.pid);
  expect(threads).toEqual([process.pid, expect.any(Number)]);
  expect(threads[1]).not.toBe(process.pid);
  expect(coreWaitMs(process.pid, threads)).toBeGreaterThanOrEqual(0);
});

test("busiestThreads: is the first alone of a process that is not there", () => {
  expect(busiestThreads(-1)).toEqual([-1]);
});

test("coreWaitMs: is unknown of a process that is not there", () => {
  expect(coreWaitMs(-1)).toBeNaN();
});

test("stolenMsIn: is the eighth number of all cores, in hundredths of a second", () => {
  const stat = "cpu  1637565 3557 158885 3797529 4757 0 11463 32385 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n";
  expect(stolenMsIn(stat)).toBe(323_850);
});

test.skipIf(process.platform !== "linux")("stolenMs: Linux tells", () => {
  expect(stolenMs()).toBeGreaterThanOrEqual(0);
});
