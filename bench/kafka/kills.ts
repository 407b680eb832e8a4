import { number, textTable } from "../../app/terminal/output.ts";
import type { Difference } from "../support/account.ts";
import { pausedRound } from "../support/kafka-paused.ts";
import {
  type HandOver,
  type KafkaAccount,
  type KafkaReport,
  kafkaFaults,
  kafkaRounds,
  replacements,
} from "../support/kafka-rounds.ts";
import { startKafka } from "../support/servers/kafka-broker.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";
import { percentile } from "./percentile.ts";

const usualSessionMs = 2_500;
/** The stages' mark. What is recorded waits half a second longer, for a file that is worth being written. */
const handOverLimitMs = 4_000;
const handOverRoles = ["stages", "record"] as const;
const half = { inputs: 100_000, kills: 50, pauses: 10, sessionMs: usualSessionMs } as const;

/**
 * 100 SIGKILLs and 20 pauses past the session of worker processes over 200,000 inputs, half of them hop by hop and half fused, and controls that must fail: delivery at
 * least once, and transactional ids that don't fence. Throws when anything is lost or doubled, or when a control passes.
 */
export async function kafkaKillsBench(): Promise<void> {
  const kafka = await startKafka();
  const address = (prefix: string, more = "") => `kafka://${kafka.brokers[0]}?prefix=${prefix}.${more}`;
  const rounds = (name: string, fused: boolean, seed: number) =>
    inTemporaryFolder((folder) =>
      kafkaRounds({ ...half, address: address(name), folder, fused, seed, onRound: (done) => tell(name, done) }),
    );
  const paused = (name: string, ids: "of-partitions" | "own-ids", more = "") =>
    inTemporaryFolder((folder) => pausedRound({ address: address(name, more), folder, ids }));
  try {
    const hops = await rounds("hops", false, 1);
    const fused = await rounds("fused", true, 2);
    const fenced = await paused("fenced", "of-partitions");
    const repeating = await paused("repeating", "of-partitions", "&delivery=at-least-once");
    const unfenced = await paused("unfenced", "own-ids");
    const rows = [
      ["hop by hop", ...reportCells(hops)],
      ["fused", ...reportCells(fused)],
      ["one pause with a batch in hand", "0", "1", "1", "2,000", ...faultCells(fenced), ""],
      ["  at least once (control)", "0", "1", "1", "2,000", ...faultCells(repeating), ""],
      ["  ids of the process's own (control)", "0", "1", "1", "2,000", ...faultCells(unfenced), ""],
    ];
    const handOvers = [...handOverRows("hop by hop", hops), ...handOverRows("fused", fused)];
    process.stdout.write(`${textTable([head, ...rows])}\n\n${textTable([handOverHead, ...handOvers])}\n`);
    const faults = [hops.account, fused.account, fenced].flatMap(kafkaFaults);
    if (faults.length > 0) throw new Error(faults.join("\n"));
    for (const control of [repeating, unfenced]) {
      if (kafkaFaults(control).length === 0) throw new Error("a control passes: nothing is shown");
    }
  } finally {
    await kafka.stop();
  }
}

const head = ["", "kills", "pauses", "in the midst of work", "inputs", "lost", "doubled", "s"];
const handOverHead = ["hand-over, ms", "replaced", "kills", "p50", "max", "mark"];

function tell(name: string, { kills, pauses }: { readonly kills: number; readonly pauses: number }): void {
  process.stderr.write(`${name}: ${kills} kills, ${pauses} pauses\n`);
}

function reportCells({ kills, pauses, interrupted, inputs, account, seconds }: KafkaReport): string[] {
  const counts = [kills, pauses, interrupted, inputs].map((count) => number(count));
  return [...counts, ...faultCells(account), number(Math.round(seconds))];
}

/** By role and replacement; kills when no work waited have no hand-over. */
function handOverRows(name: string, { handOvers }: KafkaReport): string[][] {
  return handOverRoles.flatMap((role) =>
    replacements.map((replaced) => {
      const of = handOvers.filter((handOver) => handOver.role === role && handOver.replaced === replaced);
      return [`${name}, ${role}`, replaced, ...handOverCells(of), role === "stages" ? number(handOverLimitMs) : ""];
    }),
  );
}

function handOverCells(handOvers: readonly HandOver[]): string[] {
  const all = Float64Array.from(handOvers, ({ ms }) => ms);
  const shares = all.length === 0 ? ["", ""] : [0.5, 1].map((share) => number(percentile(all, share)));
  return [number(all.length), ...shares];
}

/** Lost and doubled over all topics and tables. */
function faultCells({ whole: { topics, tables }, between }: KafkaAccount): string[] {
  const differences: Difference[] = [topics, tables, between].flatMap((found) => Object.values(found));
  const sum = (name: "lost" | "doubled") => differences.reduce((total, found) => total + found[name].length, 0);
  return [number(sum("lost")), number(sum("doubled"))];
}
