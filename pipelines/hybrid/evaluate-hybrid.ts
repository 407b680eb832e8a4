import type { KnownProduct } from "../../models/hybrid/hybrid.ts";
import type { HybridModel, ShownProduct } from "../../models/hybrid/hybrid-model.ts";
import { classification } from "../../models/metrics/classification.ts";
import { othersTurn } from "../../models/others-turn.ts";
import type { Classification, ClassifierFigures } from "../../schemas/classifier-manifest.ts";

/** Products between which whoever else wants to work gets its turn. */
const productsAtOnce = 256;

/** What a model is shown of products: the whole of them, or one half. */
const sights = {
  both: (product: ShownProduct) => product,
  picture: ({ picture }: ShownProduct) => ({ picture, title: "" }),
  title: ({ title }: ShownProduct) => ({ title, picture: undefined }),
} as const;

/** What a model makes of products, in their order. */
interface SeenProducts {
  readonly categories: readonly (string | null)[];
  /** Their vectors one after the other. */
  readonly vectors: Float32Array;
}

/** What a model makes of products by all of them, by their pictures and by their titles alone. */
export type SeenEachWay = Readonly<Record<keyof typeof sights, SeenProducts>>;

/** Has a model recognise products by both, by the picture alone and by the title alone. */
export async function seeEachWay(model: HybridModel, products: readonly ShownProduct[]): Promise<SeenEachWay> {
  return {
    both: await see(model, products.map(sights.both)),
    picture: await see(model, products.map(sights.picture)),
    title: await see(model, products.map(sights.title)),
  };
}

async function see(model: HybridModel, products: readonly ShownProduct[]): Promise<SeenProducts> {
  const categories: (string | null)[] = [];
  const vectors = new Float32Array(products.length * model.dimensions);
  for (let start = 0; start < products.length; start += productsAtOnce) {
    const recognised = await model.recognise(products.slice(start, start + productsAtOnce));
    for (const [place, { category, vector }] of recognised.entries()) {
      categories.push(category);
      vectors.set(vector, (start + place) * model.dimensions);
    }
    await othersTurn();
  }
  return { categories, vectors };
}

/** How well a model tells the categories of products: by both, by the picture alone and by the title alone. A category that the model doesn't know counts as missed. */
export function figuresOf(
  model: Pick<HybridModel, "categories">,
  products: readonly KnownProduct[],
  { both, picture, title }: SeenEachWay,
): ClassifierFigures {
  const truth = products.map(({ category }) => category);
  const categories = [...model.categories, ...[...new Set(truth)].filter((name) => !model.categories.includes(name))];
  const of = (seen: SeenProducts) => classification(categories, truth, seen.categories);
  return { both: of(both), picture: brief(of(picture)), title: brief(of(title)) };
}

function brief({ count, accuracy, macroF1 }: Classification): ClassifierFigures["picture"] {
  return { count, accuracy, macroF1 };
}

/** Measures a model on products it has not seen. */
export async function evaluateHybrid(
  model: HybridModel,
  products: readonly KnownProduct[],
): Promise<ClassifierFigures> {
  return figuresOf(model, products, await seeEachWay(model, products));
}
