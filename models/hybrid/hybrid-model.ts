import type { Artifact } from "../../schemas/artifact.ts";
import { numbersOf, openSession, type Session } from "../net/session.ts";
import { type SeenProduct, servingInputs } from "./hybrid-batch.ts";
import { type HybridDescription, type HybridFiles, saveHybrid, shortHash } from "./hybrid-file.ts";
import { loadTitleReader } from "./title-reader.ts";

/** A product to be recognised. */
export interface ShownProduct {
  readonly title: string;
  /** Height × width × 3 bytes, in the size the model takes; undefined where there is no picture that could be read. */
  readonly picture: Uint8Array | undefined;
}

/** What a model makes of a product. */
export interface Recognised {
  /** The likeliest category; null where there was neither a picture nor a title to read. */
  readonly category: string | null;
  /** How likely it is, from 0 to 1. */
  readonly probability: number;
  /** Of every category, in the order of the model's. */
  readonly probabilities: Float32Array;
  /** Of length 1; zeros where there was nothing to see. */
  readonly vector: Float32Array;
}

/** A net that tells the category of products by picture and title, and gives vectors that are alike for products that are. */
export interface HybridModel {
  readonly categories: readonly string[];
  /** Name of the space of its vectors, and how long these are. */
  readonly space: string;
  readonly dimensions: number;
  /** What pictures must be brought to. */
  readonly pictureSize: { readonly width: number; readonly height: number };
  /** What it makes of each product, in order. */
  recognise(products: readonly ShownProduct[]): Promise<readonly Recognised[]>;
  /** The files that make it up, by name. */
  save(): Artifact;
  close(): Promise<void>;
}

/** As many products are recognised at once: more make nothing faster. */
const productsPerRun = 32;

/** Makes a model ready. Throws what opening its net and reading its words throws. */
export async function openHybrid(
  description: HybridDescription,
  files: HybridFiles,
  threads: number,
): Promise<HybridModel> {
  const { config, categories } = description;
  const reader = loadTitleReader(files.words, config);
  const session = await openSession(files.net, { threads });
  return {
    categories,
    space: `hybrid-${shortHash(files)}`,
    dimensions: config.dimensions,
    pictureSize: { width: config.width, height: config.height },
    async recognise(products) {
      const found: Recognised[] = [];
      for (let start = 0; start < products.length; start += productsPerRun) {
        const seen = products
          .slice(start, start + productsPerRun)
          .map(({ title, picture }) => ({ title: reader.read(title), picture }));
        found.push(...(await recogniseBatch(seen, description, session)));
      }
      return found;
    },
    save: () => saveHybrid(description, files),
    close: () => session.close(),
  };
}

async function recogniseBatch(
  seen: readonly SeenProduct[],
  { config, categories }: HybridDescription,
  session: Session,
): Promise<readonly Recognised[]> {
  const given = await session.run(servingInputs(seen, config));
  const [all, vectors] = [numbersOf(given.probabilities!), numbersOf(given.vector!)];
  return seen.map(({ title, picture }, row) => {
    const probabilities = all.slice(row * categories.length, (row + 1) * categories.length);
    const vector = vectors.slice(row * config.dimensions, (row + 1) * config.dimensions);
    if (!title.isReadable && picture === undefined)
      return { category: null, probability: 0, probabilities, vector: vector.fill(0) };
    const best = probabilities.reduce((most, value, place) => (value > probabilities[most]! ? place : most), 0);
    return { category: categories[best]!, probability: probabilities[best]!, probabilities, vector };
  });
}
