import type { Patience } from "./interrupt.ts";
import { printNote } from "./terminal/output.ts";

/** A pipeline that was asked to stop has ten seconds to commit what it has in hand and to leave its groups; then the process ends with 1. */
export const patience: Patience = {
  ms: 10_000,
  giveUp(why) {
    printNote(`twinstream: ${why}`, { level: "error" });
    process.exit(1);
  },
};
