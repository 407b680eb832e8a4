import { figureCheckPrefix, type GateCheck } from "../../pipelines/registry/gate.ts";
import { textTable } from "./output.ts";

/** What a gate asked and found, a line each, and where it refused a figure, by what rule. */
export function checksText(checks: readonly GateCheck[]): string {
  const rows = checks.map(({ what, isPassed, found }) => [what, isPassed ? "ok" : "REFUSED", found]);
  const isWorse = checks.some(({ what, isPassed }) => !isPassed && what.startsWith(figureCheckPrefix));
  const rule = "a figure is refused when its whole 95 % interval lies beyond the limit";
  return [textTable([["check", "", "found"], ...rows]), ...(isWorse ? [rule] : [])].join("\n");
}
