import type { Artifact } from "../../schemas/artifact.ts";
import type { TwinstreamError } from "../../schemas/errors.ts";
import { modelDamage } from "../baselines/model-file.ts";
import { decodeSafetensors, encodeSafetensors } from "../net/safetensors.ts";
import type { WordCount } from "./sentences.ts";
import type { WordVectors } from "./word-vectors.ts";

const files = { words: "words.txt", vectors: "vectors.safetensors" } as const;
const tensorName = "vectors";

/** Word vectors as files: a line `word count` for each word, and the vectors in the same order as safetensors. */
export function saveWordVectors({ words, dimensions, sentences, vectors }: WordVectors): Artifact {
  const tensor = { name: tensorName, shape: [words.length, dimensions], data: vectors };
  const lines = words.map(([word, count]) => `${word} ${count}\n`);
  return {
    [files.words]: new TextEncoder().encode(lines.join("")),
    [files.vectors]: encodeSafetensors([tensor], { sentences: String(sentences) }),
  };
}

/** Reads what `saveWordVectors` wrote. Throws DATA_DAMAGED for anything else. */
export function loadWordVectors(artifact: Artifact): WordVectors {
  const words = readWords(artifact[files.words]);
  const { tensors, metadata } = decodeSafetensors(artifact[files.vectors] ?? new Uint8Array());
  const tensor = tensors.get(tensorName);
  if (tensor === undefined) throw damaged(files.vectors, `it holds no "${tensorName}"`);
  const [rows, dimensions] = tensor.shape;
  if (rows !== words.length || dimensions === undefined || dimensions < 1 || tensor.shape.length !== 2) {
    throw damaged(files.vectors, `it holds ${tensor.shape.join(" × ")} numbers, for ${words.length} words`);
  }
  if (!tensor.data.every(Number.isFinite)) throw damaged(files.vectors, "a number in it is not finite");
  const sentences = Number(metadata.sentences);
  if (!Number.isSafeInteger(sentences) || sentences < 1)
    throw damaged(files.vectors, "it doesn't say of how many texts");
  return { words, sentences, dimensions, vectors: tensor.data };
}

function readWords(bytes: Uint8Array | undefined): readonly WordCount[] {
  const lines = decode(bytes).split("\n");
  if (lines.length < 2 || lines.pop() !== "") throw damaged(files.words, "it is cut short");
  const words = lines.map((line, i): WordCount => {
    const [word, count, ...more] = line.split(" ");
    if (!word || !count || more.length > 0 || !/^[1-9]\d{0,14}$/.test(count))
      throw damaged(files.words, `line ${i + 1} is no word with its count`);
    return [word, Number(count)];
  });
  if (new Set(words.map(([word]) => word)).size < words.length) throw damaged(files.words, "it holds a word twice");
  return words;
}

function decode(bytes: Uint8Array | undefined): string {
  if (bytes === undefined) throw damaged(files.words, "it is missing");
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw damaged(files.words, "it is no text", cause);
  }
}

function damaged(file: string, what: string, cause?: unknown): TwinstreamError {
  return modelDamage("word2vec", file, what, cause);
}
