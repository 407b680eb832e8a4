/** `npm run bench:kafka [-- NAME]`: measures on this machine with a Kafka broker of its own beside it (Java 17). Without a name all are run. */
import { costsBench } from "./costs.ts";
import { kafkaKillsBench } from "./kills.ts";
import { latencyBench } from "./latency.ts";
import { rollingBench } from "./rolling.ts";
import { throughputBench } from "./throughput.ts";
import { inModelFolder } from "./trained-models.ts";

const [name, ...odd] = process.argv.slice(2);

/** Every benchmark by name, given the folder that has the models; one file each. */
const benches: Readonly<Record<string, (data: string) => Promise<void>>> = {
  throughput: throughputBench,
  latency: latencyBench,
  costs: costsBench,
  kills: kafkaKillsBench,
  rolling: rollingBench,
};

if (odd.length > 0 || (name !== undefined && !Object.hasOwn(benches, name))) {
  process.stderr.write(`give one name at most; there are: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else {
  await inModelFolder(async (data) => {
    for (const [known, bench] of Object.entries(benches)) {
      if (name !== undefined && name !== known) continue;
      process.stdout.write(`== ${known}\n`);
      await bench(data);
    }
  });
}
