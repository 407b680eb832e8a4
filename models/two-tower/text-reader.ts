import { embeddable, type TextEmbedder } from "../embedding/embedder.ts";
import { createHashedNgrams } from "../embedding/hashed-ngrams.ts";
import { type KnownEncoder, reopenEncoder } from "../embedding/reopen-encoder.ts";
import type { SentenceEncoder } from "../embedding/sentence-encoder.ts";
import type { Surroundings } from "../model.ts";
import { createAnalyser } from "../text/analyse.ts";
import { emptyVocabulary } from "../text/vocabulary-file.ts";

/** What titles and queries are read by. */
export interface TextReader {
  /** Numbers of a text's vector. */
  readonly width: number;
  /** The sentence encoder that it is, if it is one. */
  readonly encoder?: KnownEncoder;
  read(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** What a reader is opened with. */
export type Outside = Pick<Surroundings, "openEncoder" | "threads">;

const [analyser, embedder]: [ReturnType<typeof createAnalyser>, TextEmbedder] = [
  createAnalyser(emptyVocabulary),
  createHashedNgrams(emptyVocabulary),
];

/** Reads by the embedder that needs no training, and no file. */
export const plainReader: TextReader = {
  width: embedder.dimensions,
  read: (texts) => embedder.embed(texts.map((text) => embeddable(text, analyser.analyseTitle(text)))),
  close: async () => {},
};

const dtype = "fp32";

/** The reader of a new model: an encoder by its folder or its name on a hub, the plain reader for none. Throws MODEL_NOT_FOUND. */
export async function openReader(encoder: string, { openEncoder, threads }: Outside): Promise<TextReader> {
  if (encoder === "") return plainReader;
  return readerOf(await openEncoder(encoder, { dtype, threads, remembers: true }));
}

/** The reader that a model was trained with. Throws MODEL_NOT_FOUND, or MODEL_MISMATCH when another encoder lies in its place. */
export async function reopenReader(encoder: KnownEncoder | undefined, outside: Outside): Promise<TextReader> {
  if (encoder === undefined) return plainReader;
  return readerOf(await reopenEncoder("two-tower", encoder, outside, { remembers: true }));
}

function readerOf(encoder: SentenceEncoder): TextReader {
  const { name, source, dimensions } = encoder;
  return {
    width: dimensions,
    encoder: { name, source, dtype },
    read: (texts) => encoder.encode(texts),
    close: () => encoder.close(),
  };
}
