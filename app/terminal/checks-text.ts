import type { GateCheck } from "../../pipelines/registry/gate.ts";
import { textTable } from "./output.ts";

/** What a gate asked and found, a line each. */
export function checksText(checks: readonly GateCheck[]): string {
  const rows = checks.map(({ what, isPassed, found }) => [what, isPassed ? "ok" : "REFUSED", found]);
  return textTable([["check", "", "found"], ...rows]);
}
