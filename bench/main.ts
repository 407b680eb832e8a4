/** `npm run bench [-- NAME...]`: measures on this machine and prints each figure beside its peer from the same run. */
import { logBench } from "./log.ts";
import { pipelineBench } from "./pipeline.ts";

/** Every benchmark by name; one file each. */
const benches: Readonly<Record<string, () => Promise<void>>> = { log: logBench, pipeline: pipelineBench };

const names = process.argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  process.stderr.write(`there is no benchmark "${unknown}"; there are: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`== ${name}\n`);
    await bench();
  }
}
