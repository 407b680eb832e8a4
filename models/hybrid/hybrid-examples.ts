import { hashStart, hashUnit } from "../hash.ts";
import { floats } from "../net/session.ts";
import type { TrainingData } from "../net/train-epochs.ts";
import { type Random, seededRandom } from "../random.ts";
import { augmentPicture } from "./augment-picture.ts";
import { column, type SeenProduct, titleBatch } from "./hybrid-batch.ts";
import type { HybridConfig } from "./hybrid-config.ts";
import { hybridInputs } from "./hybrid-net.ts";
import type { ReadTitle } from "./title-reader.ts";

/** A product whose category is known. */
export interface HybridExample extends SeenProduct {
  /** The number of its category. */
  readonly category: number;
}

/** Examples as a net learns from them: pictures changed, words dropped, now and then one of both hidden, all drawn anew for each batch. */
export function hybridExamples(
  examples: readonly HybridExample[],
  config: HybridConfig,
  categories: number,
  seed: number,
): TrainingData {
  const weights = config.balance ? balancedWeights(examples, categories) : Array<number>(categories).fill(1);
  return {
    count: examples.length,
    lengthOf: () => 1,
    batch(chosen) {
      // the order of examples is another one in each epoch, so this is too, and the same again when a training goes on
      const random = seededRandom(chosen.reduce(hashUnit, hashUnit(hashStart, seed)));
      const batch = Array.from(chosen, (example) => examples[example]!);
      const titles = titleBatch(
        batch.map(({ title }) => dropWords(title, config.wordDropout, random)),
        config.longest,
      );
      const inputs = {
        ...titles.inputs,
        [hybridInputs.picture]: pictureTensor(batch, config, random),
        ...visibility(batch, weights, config.hide, random),
        [hybridInputs.truth]: truthTensor(batch, categories, config.labelSmoothing),
      };
      return { inputs, rows: titles.rows };
    },
  };
}

/** What an example of each category counts, so that all categories count alike and the mean over examples is 1. */
function balancedWeights(examples: readonly HybridExample[], categories: number): readonly number[] {
  const counts = Array<number>(categories).fill(0);
  for (const { category } of examples) counts[category]! += 1;
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : examples.length / (present * count)));
}

function dropWords(title: ReadTitle, share: number, random: Random): ReadTitle {
  if (share === 0 || !title.isReadable) return title;
  const grams = title.grams.filter(() => random.uniform() >= share);
  const words = title.words.filter(() => random.uniform() >= share);
  return {
    isReadable: true,
    grams: grams.length > 0 ? grams : title.grams,
    words: words.length > 0 ? words : title.words,
  };
}

function pictureTensor(batch: readonly HybridExample[], config: HybridConfig, random: Random) {
  const { width, height } = config;
  const size = 3 * width * height;
  const values = new Float32Array(batch.length * size);
  for (const [row, { picture }] of batch.entries()) {
    if (picture) augmentPicture(picture, values.subarray(row * size, (row + 1) * size), config, random);
  }
  return floats(values, [batch.length, height, width, 3]);
}

/** What both see, and what each row counts for both and for each alone: hidden ones are hidden from both only. */
function visibility(batch: readonly HybridExample[], weights: readonly number[], hide: number, random: Random) {
  const drawn = batch.map(() => random.uniform());
  const has = batch.map(({ picture, title }) => ({ picture: picture !== undefined, title: title.isReadable }));
  const seesPicture = has.map(({ picture, title }, row) => picture && !(title && drawn[row]! < hide));
  const seesTitle = has.map(({ picture, title }, row) => title && !(picture && drawn[row]! >= 1 - hide));
  const weigh = (counts: (row: number) => boolean) =>
    column(batch.map(({ category }, row) => (counts(row) ? weights[category]! : 0)));
  return {
    [hybridInputs.seesPicture]: column(seesPicture),
    [hybridInputs.seesTitle]: column(seesTitle),
    [hybridInputs.weight]: weigh((row) => seesPicture[row]! || seesTitle[row]!),
    [hybridInputs.pictureWeight]: weigh((row) => has[row]!.picture),
    [hybridInputs.titleWeight]: weigh((row) => has[row]!.title),
  };
}

function truthTensor(batch: readonly HybridExample[], categories: number, smoothing: number) {
  const truth = new Float32Array(batch.length * categories).fill(smoothing / categories);
  for (const [row, { category }] of batch.entries()) truth[row * categories + category]! += 1 - smoothing;
  return floats(truth, [batch.length, categories]);
}
