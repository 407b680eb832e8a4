import { expect, test } from "vitest";
import { fuzzRun } from "../../bench/support/fuzz-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("pipeline: of fuzzed records each is in scores or in dead letters, none in both, none missing", async () => {
  const report = await fuzzRun({ data: temporaryFolder(), records: 100_000, seed: 1 });
  for (const [place, found] of Object.entries(report.differences))
    expect(found, place).toEqual({ lost: [], doubled: [] });
  expect(report.sound + report.broken).toBe(100_000);
  expect(Math.min(report.sound, report.broken)).toBeGreaterThan(40_000);
});
