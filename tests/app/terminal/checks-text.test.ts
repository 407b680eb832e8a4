import { expect, test } from "vitest";
import { checksText } from "../../../app/terminal/checks-text.ts";

const fast = { what: "fast enough", isPassed: true, found: "2 ms" };

test("checksText: a line for each check, and the rule below where a figure was refused", () => {
  const worse = { what: "not worse: RMSE", isPassed: false, found: "0.5 against 0.4" };
  expect(checksText([fast, worse])).toBe(
    [
      "check                     found",
      "fast enough      ok       2 ms",
      "not worse: RMSE  REFUSED  0.5 against 0.4",
      "a figure is refused when its whole 95 % interval lies beyond the limit",
    ].join("\n"),
  );
});

test("checksText: what was refused for another reason has no rule for figures below", () => {
  const slow = { ...fast, isPassed: false };
  const untold = { what: "not worse than ridge-1", isPassed: false, found: "can't be told: there are 3 rows" };
  expect(checksText([slow, untold])).not.toContain("interval");
});
