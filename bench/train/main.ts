/** `npm run bench:train [-- NAME...]`: training and serving nets beside their peers in one run; `npm run bench:train -- --setup` installs the peers. */
import { charCnnBench } from "./char-cnn.ts";
import { setUpPeers } from "./peers.ts";
import { servingBench } from "./serving.ts";
import { twoTowerBench } from "./two-tower.ts";
import { wordBilstmBench, wordLstmBench } from "./word-lstm.ts";

/** Every benchmark of nets by name; one file each. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  "word-lstm": wordLstmBench,
  "word-bilstm": wordBilstmBench,
  "char-cnn": charCnnBench,
  "two-tower": twoTowerBench,
  serving: servingBench,
};

const names = process.argv.slice(2);
const unknown = names.find((name) => name !== "--setup" && !Object.hasOwn(benches, name));
if (unknown !== undefined) {
  process.stderr.write(`there is no benchmark "${unknown}"; there are: ${Object.keys(benches).join(", ")}\n`);
  process.exitCode = 2;
} else if (names.includes("--setup")) {
  setUpPeers();
} else {
  for (const [name, bench] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue;
    process.stdout.write(`== ${name}\n`);
    await bench();
  }
}
