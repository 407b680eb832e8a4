import type { Artifact } from "../../schemas/artifact.ts";
import { loadModel } from "../baselines/model-file.ts";
import { checkDifference, checkTrainable, trainedOn } from "../baselines/row-checks.ts";
import { checkSettings, isCount } from "../check-settings.ts";
import { reopenEncoder } from "../embedding/reopen-encoder.ts";
import { type SentenceEncoder, usualEncoder } from "../embedding/sentence-encoder.ts";
import type { Learner, Model, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { partialRun } from "../partial-run.ts";
import { type ComparatorSettings, fitComparator } from "./encoder-comparator.ts";
import { encoderEmbedder } from "./encoder-embedder.ts";
import { comparatorFile, encoderModel } from "./encoder-model.ts";
import { embedRows } from "./text-vectors.ts";

/** How a net over the vectors of a sentence encoder is trained. */
export interface EncoderConfig extends ComparatorSettings {
  /** Folder or hub name of the encoder. */
  readonly encoder: string;
  /** Which of the encoder's weights to take: `fp32` as they were trained, `q8` in a quarter of the bytes. */
  readonly dtype: string;
}

/** A pretrained sentence encoder, left as it is, and a small net that grades the vectors of query and title. */
export const siameseEncoder = {
  kind: "siamese-encoder",
  learnsFrom: "texts",
  defaults: {
    encoder: usualEncoder,
    dtype: "fp32",
    hidden: [64, 32],
    dropout: 0.05,
    epochs: 60,
    batchSize: 64,
    learningRate: 1e-3,
    patience: 6,
    cutPatience: 2,
  },
  check: checkConfig,
  async fit(rows: TrainingRows, config: EncoderConfig, run: TrainingRun): Promise<Model> {
    checkTrainable("siamese-encoder", rows);
    checkDifference("siamese-encoder", rows);
    checkConfig(config);
    const { dtype } = config;
    const { threads } = run;
    const encoder = await run.openEncoder(config.encoder, { dtype, threads, remembers: true });
    return orClose(encoder, async () => {
      const embedder = encoderEmbedder(encoder);
      const vectors = await embedRows([rows.texts, run.validation.texts], embedder, partialRun(run, 0, encodingShare));
      const onnx = await fitComparator(rows, vectors, encoder.dimensions, config, partialRun(run, encodingShare, 1));
      const { source } = encoder;
      return encoderModel({ embedder, onnx, source, dtype, threads, trainedOn: readsNoFeatures(rows) });
    });
  },
  async load(artifact: Artifact, surroundings: Surroundings): Promise<Model> {
    const saved = loadModel("siamese-encoder", artifact);
    const [source, name, dtype] = [saved.text("source"), saved.text("encoder"), saved.text("dtype")];
    const onnx = artifact[comparatorFile] ?? new Uint8Array();
    const encoder = await reopenEncoder("siamese-encoder", { source, name, dtype }, surroundings);
    return orClose(encoder, async () => {
      const embedder = encoderEmbedder(encoder);
      const { threads } = surroundings;
      return encoderModel({ embedder, onnx, source: encoder.source, dtype, threads, trainedOn: saved.trainedOn });
    });
  },
} as const satisfies Learner<EncoderConfig>;

/** What part of the time goes to the vectors, when none is kept yet. */
const encodingShare = 0.7;

function readsNoFeatures(rows: TrainingRows) {
  return { ...trainedOn(rows), names: [] };
}

async function orClose<Result>(encoder: SentenceEncoder, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    await encoder.close();
    throw error;
  }
}

function checkConfig(config: EncoderConfig): void {
  const { encoder, hidden, dropout, learningRate } = config;
  const counts = ["epochs", "batchSize", "patience", "cutPatience"] as const;
  checkSettings("siamese-encoder", {
    "encoder: a folder or a hub name": typeof encoder !== "string" || encoder === "",
    "hidden: a list of whole numbers above 0": !Array.isArray(hidden) || !hidden.every(isCount),
    "dropout: a number from 0 to below 1": !(dropout >= 0 && dropout < 1),
    "learningRate: a number above 0": !(learningRate > 0 && Number.isFinite(learningRate)),
    ...Object.fromEntries(counts.map((name) => [`${name}: a whole number above 0`, !isCount(config[name])])),
  });
}
