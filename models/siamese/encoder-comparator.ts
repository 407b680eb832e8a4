import type { PairVectors, TrainingRows, TrainingRun } from "../model.ts";
import { adamDefaults } from "../net/adam.ts";
import { compileServing } from "../net/compile-serving.ts";
import { fitNet } from "../net/fit-net.ts";
import { floats, openSession } from "../net/session.ts";
import { comparePairs, pairInputs } from "./compare-pairs.ts";
import { comparatorNet } from "./encoder-net.ts";
import type { TextVectors } from "./text-vectors.ts";

/** How a comparator learns. */
export interface ComparatorSettings {
  /** Units of each dense layer before the last. */
  readonly hidden: readonly number[];
  /** Share of the numbers that each layer's input loses in training. */
  readonly dropout: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
  /** Epochs without a better validation loss before training stops, and before the learning rate is halved. */
  readonly patience: number;
  readonly cutPatience: number;
}

/** A trained net that grades pairs of vectors. */
export interface Comparator {
  /** One grade per pair; 0 is the lowest there is, 1 the highest, and it may lie a little outside. */
  grades(vectors: PairVectors): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Opens what `fitComparator` gave. Throws the runtime's own error when the bytes are no graph. */
export async function openComparator(onnx: Uint8Array, dimensions: number, threads: number): Promise<Comparator> {
  const session = await openSession(onnx, { threads });
  return {
    grades: (vectors) => comparePairs(session, "grade", vectors, dimensions),
    close: session.close,
  };
}

/** Fits a comparator to rows, and gives it as an ONNX file. It is chosen by its squared error on the rows of validation. */
export async function fitComparator(
  rows: TrainingRows,
  vectors: TextVectors,
  dimensions: number,
  settings: ComparatorSettings,
  run: TrainingRun,
): Promise<Uint8Array> {
  const net = comparatorNet({ dimensions, hidden: settings.hidden, dropout: settings.dropout });
  const judged = run.validation.count > 0 ? run.validation : rows;
  const [learned, chosenBy] = [pairsOf(rows, vectors), pairsOf(judged, vectors)];
  const [wanted, truth] = [scaledGrades(rows), scaledGrades(judged)];
  const weights = await fitNet(
    {
      name: "comparator",
      netFor: () => net,
      sizes: [1],
      data: {
        count: rows.count,
        lengthOf: () => 1,
        batch: (examples) => ({
          inputs: {
            ...pairInputs(pick(learned, examples), dimensions),
            wanted: floats(
              Float32Array.from(examples, (row) => wanted[row]!),
              [examples.length, 1],
            ),
          },
        }),
      },
      async validate(weights) {
        const comparator = await openComparator(compileServing(net, weights), dimensions, run.threads);
        try {
          return meanSquare(await comparator.grades(chosenBy), truth);
        } finally {
          await comparator.close();
        }
      },
      settings: epochSettings(settings),
    },
    run,
  );
  return compileServing(net, weights);
}

function epochSettings({ epochs, batchSize, learningRate, patience, cutPatience }: ComparatorSettings) {
  const watch = { patience, cutPatience, cutFactor: 0.5, minGain: 0 };
  return { adam: adamDefaults, epochs, batchSize, learningRate, pool: 1, watch };
}

function pairsOf({ texts }: TrainingRows, vectors: TextVectors): PairVectors {
  if (texts === undefined) throw new Error("these rows came without texts");
  const vectorOf = (place: number) => vectors.get(texts.texts[place]!.raw)!;
  return { query: Array.from(texts.query, vectorOf), title: Array.from(texts.title, vectorOf) };
}

function pick({ query, title }: PairVectors, rows: Int32Array): PairVectors {
  return { query: Array.from(rows, (row) => query[row]!), title: Array.from(rows, (row) => title[row]!) };
}

function scaledGrades({ grades, labelMin, labelMax }: TrainingRows): Float32Array {
  return grades.map((grade) => (grade - labelMin) / (labelMax - labelMin));
}

function meanSquare(grades: Float32Array, truth: Float32Array): number {
  return grades.reduce((sum, grade, row) => sum + (grade - truth[row]!) ** 2, 0) / grades.length;
}
