import { existsSync } from "node:fs";
import { number, textTable } from "../app/terminal/output.ts";
import { lexicalFeatures, type TextPair } from "../models/features/lexical-features.ts";
import { createAnalyser } from "../models/text/analyse.ts";
import { learnVocabulary } from "../models/text/learn-vocabulary.ts";
import type { Vocabulary } from "../models/text/vocabulary.ts";
import { importFile } from "../pipelines/replay/import-file.ts";
import { judgedEventsOf } from "../pipelines/training/judged-events.ts";
import type { LabelledEvent } from "../schemas/generated/events.ts";
import { homeDepotFile, skipText } from "./home-depot.ts";

const wantedPairsPerSecond = 60_000;
const rounds = 5;
const pairsPerBatch = 3_500;
/** Few enough for all of their titles to be kept between batches. */
const pairsWithKnownTitles = 1_750;

/** The pairs of some events, and the search of each. */
interface Pairs {
  readonly pairs: readonly TextPair[];
  readonly searches: Uint32Array;
}

/**
 * Features of the Home Depot pairs a second of processor time, on one core: with titles never met before and with known ones, beside the analysis of
 * the same texts, which comes before. The best of five rounds. Skipped by name where the file is not there.
 */
export async function featuresBench(): Promise<void> {
  if (!existsSync(homeDepotFile)) {
    process.stdout.write(skipText);
    return;
  }
  const events = await judgedEventsOf(importFile({ path: homeDepotFile, preset: "home-depot" }));
  const vocabulary = learnVocabulary(
    events.flatMap(({ query, products }) => [
      { text: query ?? "", kind: "query" as const },
      ...products.map(({ title }) => ({ text: title ?? "", kind: "title" as const })),
    ]),
  );
  const count = events.reduce((sum, event) => sum + event.products.length, 0);
  const analysed = rate(count, () => analysedPairs(events, vocabulary));
  const fresh = rate(count, () => computeAll(copies(analysed.result), vocabulary));
  const known = firstPairs(analysed.result, pairsWithKnownTitles);
  const warm = rate(pairsWithKnownTitles, () => computeAll(known, vocabulary));
  const rows = [
    ["analysis of query and titles", number(analysed.perSecond)],
    ["features, titles never met", number(fresh.perSecond)],
    ["features, titles known", number(warm.perSecond)],
  ];
  process.stdout.write(
    `${textTable([["home-depot", "pairs/s"], ...rows])}\nwanted: at least ${number(wantedPairsPerSecond)} pairs/s with titles never met\n`,
  );
}

/** The best rate of some rounds, by processor time, and what the last one gave. */
function rate<Result>(count: number, work: () => Result): { perSecond: number; result: Result } {
  let perSecond = 0;
  let result: Result | undefined;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    result = work();
    const { user, system } = process.cpuUsage(before);
    perSecond = Math.max(perSecond, (count * 1e6) / (user + system));
  }
  return { perSecond, result: result! };
}

function analysedPairs(events: readonly LabelledEvent[], vocabulary: Vocabulary): Pairs {
  const analyser = createAnalyser(vocabulary);
  const vector = new Float32Array(128).fill(1);
  const pairs = events.flatMap((event) => {
    const query = analyser.analyseQuery(event.query ?? "");
    return event.products.map(({ title }) => ({
      ...{ query, title: analyser.analyseTitle(title ?? ""), queryVector: vector, titleVector: vector },
    }));
  });
  const searches = Uint32Array.from(events.flatMap((event, search) => event.products.map(() => search)));
  return { pairs, searches };
}

/** The same titles as other objects, which nothing is known of. */
function copies({ pairs, searches }: Pairs): Pairs {
  return { pairs: pairs.map((pair) => ({ ...pair, title: { ...pair.title } })), searches };
}

function firstPairs({ pairs, searches }: Pairs, count: number): Pairs {
  return { pairs: pairs.slice(0, count), searches: searches.slice(0, count) };
}

function computeAll({ pairs, searches }: Pairs, vocabulary: Vocabulary): void {
  for (let start = 0; start < pairs.length; start += pairsPerBatch) {
    const end = start + pairsPerBatch;
    lexicalFeatures(pairs.slice(start, end), vocabulary, searches.subarray(start, end));
  }
}
