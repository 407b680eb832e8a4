import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createAnalyser } from "../../models/text/analyse.ts";
import { loadVocabulary } from "../../models/text/vocabulary-file.ts";
import type { AnalysedText, SearchEvent } from "../../schemas/generated/events.ts";
import { startProgram } from "../support/child.ts";
import type { Broker } from "./broker.ts";
import { type Measured, measuredBy } from "./measured.ts";

const python = process.env.TWINSTREAM_BENCH_PYTHON ?? "python3";
const needed = "import quixstreams, onnxruntime, fastavro, orjson, numpy";

/** What is to be said where the peer can't be run; undefined where it can. */
export function quixMissing(): string | undefined {
  const { error, status, stderr } = spawnSync(python, ["-c", needed], { encoding: "utf8" });
  if (status === 0) return undefined;
  const why = error?.message ?? stderr.trim().split("\n").at(-1);
  return `without Quix Streams: ${why}; name a Python that has it with TWINSTREAM_BENCH_PYTHON (pip install "quixstreams[avro]" onnxruntime)`;
}

/** What both sides read, and which vocabulary they read it with. */
export interface TextsOrder {
  readonly searches: readonly SearchEvent[];
  readonly data: string;
  readonly model: string;
}

/** Reads queries and titles of searches on both sides and gives how many texts that were. Throws when one of them gives other words or stems. */
export function checkTexts({ searches, data, model }: TextsOrder): number {
  const vocabulary = join(data, "models", model, "vocabulary.bin");
  const queries = [...new Set(searches.map(({ query }) => query))];
  const titles = [...new Set(searches.flatMap(({ products }) => products.map(({ title }) => title)))];
  const analyser = createAnalyser(loadVocabulary(readFileSync(vocabulary)));
  const peer = readByPeer(vocabulary, { queries, titles });
  compareTexts(queries, analyser.analyseQuery, peer.queries);
  compareTexts(titles, analyser.analyseTitle, peer.titles);
  return queries.length + titles.length;
}

type WordsAndStems = readonly [words: readonly string[], stems: readonly string[]];
type Texts<Text> = Readonly<Record<"queries" | "titles", readonly Text[]>>;

function readByPeer(vocabulary: string, texts: Texts<string>): Texts<WordsAndStems> {
  const words = [resolve("bench/kafka/quix_words.py"), vocabulary];
  const options = { input: JSON.stringify(texts), encoding: "utf8", maxBuffer: 2 ** 30 } as const;
  const { status, stdout, stderr } = spawnSync(python, words, options);
  if (status !== 0) throw new Error(`the peer could not read the texts: ${stderr}`);
  return JSON.parse(stdout) as Texts<WordsAndStems>;
}

function compareTexts(
  texts: readonly string[],
  analyse: (text: string) => AnalysedText,
  peer: readonly WordsAndStems[],
) {
  for (const [place, text] of texts.entries()) {
    const { words, stems } = analyse(text);
    const [ours, theirs] = [[words, stems], peer[place]].map((read) => JSON.stringify(read));
    if (ours !== theirs) throw new Error(`"${text}" is read as ${ours} here and as ${theirs} by the peer`);
  }
}

/** What the peer is to score: so many events of a topic, with a model of the kind `siamese-char-shared`. */
export interface QuixOrder {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly model: string;
  readonly events: number;
  /** Which share of them is scored before the time is taken; from the first on unless said. */
  readonly before?: number;
  /** Of how many titles, and queries, it keeps what it read. */
  readonly kept: number;
}

/** Runs `quix_peer.py` to its end. */
export function throughQuix(broker: Broker, { data, model, ...rest }: QuixOrder): Promise<Measured> {
  const schema = resolve("schemas/topics/searches.avsc");
  const order = { ...rest, broker: broker.address, schema, model: join(data, "models", model) };
  const words = [resolve("bench/kafka/quix_peer.py"), JSON.stringify(order)];
  return measuredBy(() => startProgram(python, words).ended, broker);
}
