/**
 * `npm run bench [-- NAME...]`: measures on this machine and prints each figure beside its peer from the same run. A kind of model stands for its quality:
 * `npm run bench -- quality ridge`.
 */
import { fuzzBench } from "./fuzz.ts";
import { killsBench } from "./kills.ts";
import { logBench } from "./log.ts";
import { onnxCheck } from "./onnx-check.ts";
import { pipelineBench } from "./pipeline.ts";
import { isKind, qualityBench } from "./quality.ts";

const words = process.argv.slice(2);

/** Every benchmark by name; one file each. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  log: logBench,
  pipeline: pipelineBench,
  quality: () => qualityBench(words.filter(isKind)),
  kills: killsBench,
  fuzz: fuzzBench,
  "onnx-check": onnxCheck,
};

const names = words.map((word) => (isKind(word) ? "quality" : word));
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
