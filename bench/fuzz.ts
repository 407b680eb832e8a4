import { performance } from "node:perf_hooks";
import { number, textTable } from "../app/terminal/output.ts";
import { fuzzRun } from "./support/fuzz-run.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";

const records = 100_000;
const seeds = [2, 3, 4];

/** Fuzzed records through all stages into the tables, once for each of some seeds; throws when one is missing, or somewhere it should not be. */
export async function fuzzBench(): Promise<void> {
  const rows: string[][] = [];
  for (const seed of seeds) {
    const began = performance.now();
    const { sound, broken, differences } = await inTemporaryFolder((data) => fuzzRun({ data, records, seed }));
    const rate = (records * 1000) / (performance.now() - began);
    const wrong = Object.entries(differences).filter(([, { lost, doubled }]) => lost.length + doubled.length > 0);
    rows.push([number(seed), number(sound), number(broken), number(wrong.length), number(rate)]);
    if (wrong.length > 0) throw new Error(`seed ${seed}: ${JSON.stringify(wrong).slice(0, 1_000)}`);
  }
  const head = ["seed", "sound: scored", "broken: dead letters", "in the wrong place", "records/s"];
  process.stdout.write(`${textTable([head, ...rows])}\n`);
}
