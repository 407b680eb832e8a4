import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { homeDepotFile, skipText } from "../home-depot.ts";
import { twinstream } from "../support/child.ts";
import { inTemporaryFolder } from "../support/temporary-folder.ts";

/** Settings that make a kind quick to train where its speed is what is asked for, and not its score. */
const quickly: Readonly<Record<string, readonly string[]>> = { "siamese-char-shared": ["--set", "epochs=1"] };

/** Works in a data folder that all benchmarks of a run share: a new one, or the one that TWINSTREAM_BENCH_MODELS names. */
export async function inModelFolder(work: (data: string) => Promise<void>): Promise<void> {
  const kept = process.env.TWINSTREAM_BENCH_MODELS;
  return kept === undefined ? inTemporaryFolder(work) : work(resolve(kept));
}

/**
 * Works once a data folder has the kinds asked for as `KIND-1`, trained on the Home Depot rows; only what is missing is trained. Says so and does
 * nothing where the rows are not there.
 */
export async function withModels(data: string, kinds: readonly string[], work: () => Promise<void>): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  for (const kind of kinds) if (!existsSync(resolve(data, "models", `${kind}-1`))) await train(kind, data);
  await work();
}

async function train(kind: string, data: string): Promise<void> {
  const rows = ["--from", homeDepotFile, "--preset", "home-depot"];
  await twinstream(["train", kind, ...rows, ...(quickly[kind] ?? []), "--data", data, "--json"]);
}
