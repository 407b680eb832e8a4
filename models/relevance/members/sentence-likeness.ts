import type { Artifact } from "../../../schemas/artifact.ts";
import { isObject, modelDamage } from "../../baselines/model-file.ts";
import { embedPairs } from "../../embedding/embed-pairs.ts";
import { type KnownEncoder, reopenEncoder } from "../../embedding/reopen-encoder.ts";
import { cosine } from "../../embedding/similarity.ts";
import type { FeatureRows, PairVectors, Surroundings, TrainingRows, TrainingRun } from "../../model.ts";
import { decodeSafetensors, encodeSafetensors } from "../../net/safetensors.ts";
import { partialRun } from "../../partial-run.ts";
import { encoderEmbedder } from "../../siamese/encoder-embedder.ts";
import { embedRows } from "../../siamese/text-vectors.ts";
import { textsOf } from "../../texts-of.ts";
import type { Member, MemberKind } from "../member.ts";
import { kind, type RelevanceConfig } from "../relevance-config.ts";
import { fitVectorRidge, gradesOf, type VectorRidge } from "../vector-ridge.ts";

const file = "sentence-ridge.safetensors";
/** Near the best on the Home Depot validation rows from 10 to 30. */
const penalty = 20;

/** A pretrained sentence encoder: how alike query and title are by it, and a ridge regression on both vectors. It encodes texts itself, and each text it met lately only once. */
export const sentenceLikeness: MemberKind = {
  async fit(rows: TrainingRows, folds: Uint8Array, { encoder: source, dtype }: RelevanceConfig, run: TrainingRun) {
    const { threads, signal } = run;
    const encoder = await run.openEncoder(source, { dtype, threads, remembers: true });
    try {
      const embedder = encoderEmbedder(encoder);
      const made = await embedRows([rows.texts, run.validation.texts], embedder, partialRun(run, 0, 0.8));
      const vectors = vectorsIn(rows, (raw) => made.get(raw)!);
      const examples = { ...vectors, grades: rows.grades, folds };
      const progress = (share: number) =>
        run.progress({ share: 0.8 + 0.2 * share, doing: "ridge on vectors of sentences" });
      const { ridge, outOfFold } = await fitVectorRidge(examples, penalty, { threads, signal, progress });
      const member = sentenceMember(ridge, { name: encoder.name, source: encoder.source, dtype }, embedder);
      return { member, outOfFold: withCosines(outOfFold, vectors) };
    } catch (error) {
      await encoder.close();
      throw error;
    }
  },
  async load(artifact: Artifact, surroundings: Surroundings) {
    const { weights, known } = readFile(artifact);
    const encoder = await reopenEncoder(kind, known, surroundings);
    const { dimensions } = encoder;
    if (weights.length === 4 * dimensions + 1)
      return sentenceMember({ dimensions, weights }, known, encoderEmbedder(encoder));
    await encoder.close();
    throw modelDamage(kind, file, `it has ${weights.length} weights, for vectors of ${dimensions} numbers`);
  },
};

function readFile(artifact: Artifact) {
  const { tensors, metadata } = decodeSafetensors(artifact[file] ?? new Uint8Array());
  const weights = tensors.get("weights")?.data;
  const known = parse(metadata?.encoder);
  if (weights?.every(Number.isFinite) && isKnown(known)) return { weights, known };
  throw modelDamage(kind, file, "it names no encoder, or has no weights");
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return undefined; // Not JSON: the caller says so.
  }
}

function isKnown(value: unknown): value is KnownEncoder {
  return isObject(value) && ["name", "source", "dtype"].every((key) => typeof value[key] === "string");
}

function sentenceMember(ridge: VectorRidge, known: KnownEncoder, embedder: ReturnType<typeof encoderEmbedder>): Member {
  return {
    encoder: known.name,
    names: ["ridge regression on the vectors of the sentences", "likeness of the sentences"],
    async columns(rows: FeatureRows) {
      const vectors = await embedPairs(embedder, textsOf(kind, rows));
      return withCosines(gradesOf(ridge, vectors), vectors);
    },
    save: () => {
      const weights = { name: "weights", shape: [ridge.weights.length], data: ridge.weights };
      return { [file]: encodeSafetensors([weights], { encoder: JSON.stringify(known) }) };
    },
    close: () => embedder.close(),
  };
}

function vectorsIn(rows: FeatureRows, vectorOf: (raw: string) => Float32Array): PairVectors {
  const { texts, query, title } = textsOf(kind, rows);
  const at = (place: number) => vectorOf(texts[place]!.raw);
  return { query: Array.from(query, at), title: Array.from(title, at) };
}

function withCosines(grades: Float32Array, { query, title }: PairVectors): Float32Array {
  const columns = new Float32Array(2 * grades.length);
  for (const [row, grade] of grades.entries()) {
    columns[2 * row] = grade;
    columns[2 * row + 1] = cosine(query[row]!, title[row]!);
  }
  return columns;
}
