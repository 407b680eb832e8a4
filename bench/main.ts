/**
 * `npm run bench [-- NAME [WORD...]]`: measures on this machine and prints each figure beside its peer from the same run. Without a name all
 * are run. `quality` takes kinds of models and a split: `npm run bench -- quality rows ridge word2vec`; `pipeline` and `live` take kinds of the champion:
 * `npm run bench -- pipeline ridge relevance`; so do `retrieval`, and `grow` for catalogs of up to a million products,
 * and `http`, and for how many seconds; `hybrid train` trains on the whole file, too.
 */
import { featuresBench } from "./features.ts";
import { fuzzBench } from "./fuzz.ts";
import { httpBench, isHttpWord } from "./http.ts";
import { hybridBench, isHybridWord } from "./hybrid.ts";
import { killsBench } from "./kills.ts";
import { liveBench } from "./live.ts";
import { logBench } from "./log.ts";
import { onnxCheck } from "./onnx-check.ts";
import { isChampionWord, pipelineBench } from "./pipeline.ts";
import { isQualityWord, qualityBench } from "./quality.ts";
import { requestsBench } from "./requests.ts";
import { isRetrievalWord, retrievalBench } from "./retrieval.ts";
import { treesBench } from "./trees.ts";
import { word2vecBench } from "./word2vec.ts";

const [name, ...words] = process.argv.slice(2);

/** Every benchmark by name; one file each. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  log: logBench,
  pipeline: () => pipelineBench(words),
  live: () => liveBench(words),
  features: featuresBench,
  quality: () => qualityBench(words),
  word2vec: word2vecBench,
  trees: treesBench,
  retrieval: () => retrievalBench(words),
  http: () => httpBench(words),
  hybrid: () => hybridBench(words),
  kills: killsBench,
  fuzz: fuzzBench,
  requests: requestsBench,
  "onnx-check": onnxCheck,
};

/** Which words a benchmark takes; most take none. */
const isKnownWord: Readonly<Record<string, (word: string) => boolean>> = {
  pipeline: isChampionWord,
  live: isChampionWord,
  quality: isQualityWord,
  retrieval: isRetrievalWord,
  http: isHttpWord,
  hybrid: isHybridWord,
};
const odd = words.find((word) => !isKnownWord[name ?? ""]?.(word));
if (name !== undefined && !Object.hasOwn(benches, name)) {
  refuse(`there is no benchmark "${name}"; there are: ${Object.keys(benches).join(", ")}`);
} else if (odd !== undefined) {
  refuse(`${name} has no use for "${odd}"`);
} else {
  for (const [known, bench] of Object.entries(benches)) {
    if (name !== undefined && name !== known) continue;
    process.stdout.write(`== ${known}\n`);
    await bench();
  }
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`);
  process.exitCode = 2;
}
