import { expect, test } from "vitest";
import { fuzzRun } from "../../bench/support/fuzz-run.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

// `npm run bench -- fuzz` runs three times 100,000.
const records = 25_000;

test("pipeline: of fuzzed records each is in scores or in dead letters, none in both, none missing", async () => {
  const report = await fuzzRun({ data: temporaryFolder(), records, seed: 1 });
  for (const [place, found] of Object.entries(report.differences))
    expect(found, place).toEqual({ lost: [], doubled: [] });
  expect(report.sound + report.broken).toBe(records);
  expect(Math.min(report.sound, report.broken)).toBeGreaterThan(0.4 * records);
});
