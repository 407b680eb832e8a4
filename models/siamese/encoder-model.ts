import { TwinstreamError } from "../../schemas/errors.ts";
import { modelDamage, saveModel } from "../baselines/model-file.ts";
import { clip, type TrainedOn } from "../baselines/row-checks.ts";
import type { TextEmbedder } from "../embedding/embedder.ts";
import type { Model, PairVectors } from "../model.ts";
import { openComparator } from "./encoder-comparator.ts";

/** The file of the net that compares vectors. */
export const comparatorFile = "comparator.onnx";

/** What a model over a sentence encoder is made of. */
export interface EncoderModelParts {
  readonly embedder: TextEmbedder;
  /** The comparator as an ONNX file. */
  readonly onnx: Uint8Array;
  /** What opens the encoder again. */
  readonly source: string;
  readonly dtype: string;
  readonly trainedOn: TrainedOn;
  readonly threads: number;
}

/** A model whose embedder is a sentence encoder. It keeps the encoder's name and place, not its weights. Throws DATA_DAMAGED when the comparator is no graph. */
export async function encoderModel(parts: EncoderModelParts): Promise<Model> {
  const { embedder, onnx, source, dtype, trainedOn, threads } = parts;
  const { scoreMin, scoreMax } = trainedOn;
  const comparator = await open(onnx, embedder.dimensions, threads);
  return {
    kind: "siamese-encoder",
    scoreMin,
    scoreMax,
    embedder,
    async score({ vectors, count }) {
      checkVectors(vectors, count, embedder);
      const grades = await comparator.grades(vectors);
      return grades.map((grade) => clip(scoreMin + grade * (scoreMax - scoreMin), trainedOn));
    },
    save: () => ({
      ...saveModel("siamese-encoder", trainedOn, { encoder: embedder.space, source, dtype }),
      [comparatorFile]: onnx,
    }),
    async close() {
      await comparator.close();
      await embedder.close();
    },
  };
}

async function open(onnx: Uint8Array, dimensions: number, threads: number) {
  try {
    return await openComparator(onnx, dimensions, threads);
  } catch (error) {
    throw modelDamage("siamese-encoder", comparatorFile, (error as Error).message, error);
  }
}

function checkVectors(
  vectors: PairVectors | undefined,
  count: number,
  { space, dimensions }: TextEmbedder,
): asserts vectors is PairVectors {
  const isOther = (vector: Float32Array) => vector.length !== dimensions;
  if (vectors?.query.length === count && vectors.title.length === count) {
    if (!vectors.query.some(isOther) && !vectors.title.some(isOther)) return;
  }
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    `the siamese-encoder model compares ${dimensions} numbers per text of the space "${space}", and these rows lack them; embed the texts with the model's own embedder`,
  );
}
