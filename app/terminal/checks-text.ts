import type { GateCheck } from "../../pipelines/registry/gate.ts";
import { textTable } from "./output.ts";

/** What a gate asked and found, a line each, and where it refused, by what rule. */
export function checksText(checks: readonly GateCheck[]): string {
  const rows = checks.map(({ what, isPassed, found }) => [what, isPassed ? "ok" : "REFUSED", found]);
  const isRefused = checks.some(({ isPassed }) => !isPassed);
  const rule = "a figure is refused when its whole 95 % interval lies beyond the limit";
  return [textTable([["check", "", "found"], ...rows]), ...(isRefused ? [rule] : [])].join("\n");
}
