import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { followers } from "../../pipelines/followers.ts";
import { type PartitionState, watchPartitions } from "../../pipelines/partition-watch.ts";
import { withLogToRead } from "../data.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, jsonOption, logOption, positiveNumber } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly watch?: true;
  readonly every: number;
  readonly json?: true;
}

/** How a group stands on a partition, as it is printed. */
interface LagLine extends Omit<PartitionState, "stillMs" | "committed"> {
  readonly committed: number | null;
  readonly isMoving: boolean;
  /** Since when entries have waited in vain, as far as was looked. */
  readonly stillSeconds: number;
}

/** `twinstream lag`: how far each group is behind on each partition, and whether it moves. */
export function lagCommand(): Command {
  return new Command("lag")
    .description("How far each group is behind on each partition, and whether it moves: looks twice, a second apart.")
    .addOption(dataOption())
    .addOption(logOption())
    .option("--watch", "look again and again until Ctrl-C; with --json a line each time")
    .addOption(new Option("--every <seconds>", "how long between two looks").argParser(positiveNumber).default(1))
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream lag --watch")
    .action((flags: Flags) => untilInterrupted((signal) => lag(flags, signal)));
}

async function lag(flags: Flags, signal: AbortSignal): Promise<void> {
  const { watch: goesOn, every, json } = flags;
  await withLogToRead(flags, async (log) => {
    const watch = watchPartitions(log, followers(), systemClock);
    let before = await watch.look();
    do {
      await systemClock.wait(every * 1000, signal);
      const now = await watch.look();
      const lines = linesOf(now, before);
      printResult(json, lines, () => tableOf(lines));
      before = now;
    } while (goesOn && !signal.aborted);
  });
}

/** Groups that have never begun a topic on which nothing waits are left out. */
function linesOf(now: readonly PartitionState[], before: readonly PartitionState[]): readonly LagLine[] {
  return now.flatMap(({ committed, stillMs, ...state }, i) => {
    if (committed === undefined && state.lag === 0) return [];
    const isMoving = committed !== before[i]!.committed;
    return [{ ...state, committed: committed ?? null, isMoving, stillSeconds: stillMs / 1000 }];
  });
}

function tableOf(lines: readonly LagLine[]): string {
  if (lines.length === 0) return "nothing waits, and no group has begun";
  const rows = lines.map(({ group, topic, partition, committed, end, lag: waiting, isMoving }) => [
    ...[group, topic, String(partition), committed === null ? "-" : number(committed), number(end), number(waiting)],
    isMoving ? "yes" : waiting === 0 ? "nothing waits" : "no",
  ]);
  return textTable([["group", "topic", "partition", "committed", "end", "lag", "moving"], ...rows]);
}
