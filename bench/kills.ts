import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { type Account, faultsOf } from "./support/account.ts";
import { killRounds, tornRound } from "./support/kill-rounds.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const kills = 100;

/**
 * 100 SIGKILLs at random moments over the whole pipeline, and beside it a pipeline without the atomic step that is killed once. Throws when anything
 * is lost or doubled, or when the pipeline without the atomic step passes.
 */
export async function killsBench(): Promise<void> {
  const began = performance.now();
  const report = await inTemporaryFolder((folder) =>
    killRounds({ folder, kills, seed: 1, longestMs: 800, searchesPerPart: 800, onKill: tell }),
  );
  const seconds = (performance.now() - began) / 1000;
  const torn = await inTemporaryFolder(tornRound);
  const head = [
    "",
    "kills",
    "in the midst of work",
    "lost",
    "doubled",
    "graded pairs",
    "in evaluations",
    "dead letters",
  ];
  const rows = [
    ["twinstream", number(report.kills), number(report.interrupted), ...cells(report.account)],
    ["without the atomic step", "1", "1", ...cells(torn)],
  ];
  process.stdout.write(`${textTable([head, ...rows])}\n${number(report.events)} events fed, ${number(seconds)} s\n`);
  const faults = faultsOf(report.account);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  if (faultsOf(torn).length === 0) throw new Error("the pipeline without the atomic step passes: nothing is shown");
}

function tell(done: number): void {
  if (done % 10 === 0) process.stderr.write(`${done} kills\n`);
}

/** Lost and doubled over all topics and tables, evaluated pairs, dead letters. */
function cells({ topics, tables, gradedPairs, deadLetters }: Account): readonly string[] {
  const differences = [...Object.values(topics), ...Object.values(tables)];
  const sum = (name: "lost" | "doubled") => differences.reduce((total, found) => total + found[name].length, 0);
  const { expected, topic } = gradedPairs;
  return [sum("lost"), sum("doubled"), expected, topic, deadLetters].map((count) => number(count));
}
