import { TwinstreamError } from "../../schemas/errors.ts";
import type { TrainingRun } from "../model.ts";
import { othersTurn } from "../others-turn.ts";
import { type Random, seededRandom } from "../random.ts";
import { type CorpusReader, createCorpusReader, type Tally } from "./read-corpus.ts";
import { type Corpus, countWords, numberWords, type Sentences, type WordCount } from "./sentences.ts";
import { checkSkipGram, type SkipGramConfig } from "./skip-gram-config.ts";
import { createSkipGramKernel, type SkipGramKernel } from "./skip-gram-kernel.ts";
import type { WordVectors } from "./word-vectors.ts";

/** What a training of word vectors needs of a run. */
export interface SkipGramRun extends Pick<TrainingRun, "seed" | "signal" | "progress"> {
  /** Takes the mean loss of each epoch's steps, over the sentences learned from and over those held out; no number where there was no step. */
  readonly learned?: TrainingRun["learned"];
  readonly heldOut?: Sentences;
}

/**
 * Learns a vector for each word that occurs often enough: skip-gram with negative sampling (Mikolov et al. 2013, https://arxiv.org/abs/1310.4546).
 * Equal sentences, settings and seed give equal vectors on every machine. Lets others have the thread every few hundredths of a second. Throws
 * TRAINING_IMPOSSIBLE for no words or weights that grow beyond all numbers, WRONG_USAGE for odd settings, and the signal's reason when it aborts.
 */
export async function trainWord2vec(
  sentences: Sentences,
  config: SkipGramConfig,
  run: SkipGramRun,
): Promise<WordVectors> {
  checkSkipGram(config);
  const words = countWords(sentences, config.minCount);
  if (words.length === 0)
    throw impossible(`no word occurs ${config.minCount} times; give more texts, or a smaller minCount`);
  const kernel = createSkipGramKernel(words.length, config.dimensions, config.negatives + 1);
  const random = seededRandom(run.seed);
  fillStart(kernel, config.dimensions, random);
  const reader = createCorpusReader(kernel, words, config);
  const corpus = numberWords(sentences, words);
  const heldOut = numberWords(run.heldOut ?? [], words);
  for (let epoch = 1; epoch <= config.epochs; epoch++) {
    const trainingLoss = await learnEpoch({ reader, corpus, random, epoch }, config, run);
    const validationLoss = run.learned ? lossOn(reader, heldOut, run.seed) : Number.NaN;
    run.learned?.({ epoch, trainingLoss, validationLoss, learningRate: rateAt(epoch / config.epochs, config) });
  }
  const { dimensions } = config;
  return { words, sentences: corpus.starts.length - 1, dimensions, vectors: vectorsOf(kernel, words, dimensions) };
}

/** As the program of the paper does: small random vectors to ask from, zeros to ask for. */
function fillStart({ input, stride }: SkipGramKernel, dimensions: number, random: Random): void {
  for (let row = 0; row < input.length; row += stride) {
    for (let i = 0; i < dimensions; i++) input[row + i] = (random.uniform() - 0.5) / dimensions;
  }
}

/** After so many words others have their turn, and the learning rate is computed anew. */
const wordsPerTurn = 10_000;

interface EpochInput {
  readonly reader: CorpusReader;
  readonly corpus: Corpus;
  readonly random: Random;
  readonly epoch: number;
}

/** Reads the whole corpus once. Gives the mean loss of a step. */
async function learnEpoch(
  { reader, corpus, random, epoch }: EpochInput,
  config: SkipGramConfig,
  run: SkipGramRun,
): Promise<number> {
  const { starts } = corpus;
  const tally: Tally = { loss: 0, steps: 0 };
  for (let sentence = 0; sentence + 1 < starts.length; ) {
    const share = (epoch - 1 + starts[sentence]! / corpus.words.length) / config.epochs;
    const rate = rateAt(share, config);
    const end = starts[sentence]! + wordsPerTurn;
    for (; sentence + 1 < starts.length && starts[sentence]! < end; sentence++) {
      reader.read(corpus, sentence, rate, random, tally);
    }
    checkLoss(tally, rate);
    run.progress({ share, doing: `epoch ${epoch} of ${config.epochs}${lossText(tally)}` });
    await othersTurn();
    run.signal.throwIfAborted();
  }
  return meanOf(tally);
}

function lossText(tally: Tally): string {
  return tally.steps === 0 ? "" : `, loss ${meanOf(tally).toFixed(3)}`;
}

function rateAt(share: number, { learningRate, lastLearningRate }: SkipGramConfig): number {
  return learningRate + (lastLearningRate - learningRate) * share;
}

function checkLoss({ loss }: Tally, rate: number): void {
  if (!Number.isFinite(loss))
    throw impossible(`its weights grew beyond all numbers at a learning rate of ${rate}; give a smaller one`);
}

/** A step at the rate 0 changes nothing. The same negatives each time, so that losses can be compared. */
function lossOn(reader: CorpusReader, corpus: Corpus, seed: number): number {
  const random = seededRandom(seed);
  const tally: Tally = { loss: 0, steps: 0 };
  for (let sentence = 0; sentence + 1 < corpus.starts.length; sentence++)
    reader.read(corpus, sentence, 0, random, tally);
  return meanOf(tally);
}

/** Not a number without a step, such as when no sentence has two words that are read. */
function meanOf({ loss, steps }: Tally): number {
  return loss / steps;
}

function vectorsOf({ input, stride }: SkipGramKernel, words: readonly WordCount[], dimensions: number): Float32Array {
  const vectors = new Float32Array(words.length * dimensions);
  for (let word = 0; word < words.length; word++) {
    vectors.set(input.subarray(word * stride, word * stride + dimensions), word * dimensions);
  }
  return vectors;
}

function impossible(why: string): TwinstreamError {
  return new TwinstreamError("TRAINING_IMPOSSIBLE", `word2vec can't be trained: ${why}`);
}
