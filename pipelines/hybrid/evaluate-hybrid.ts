import type { KnownProduct } from "../../models/hybrid/hybrid.ts";
import type { HybridModel, ShownProduct } from "../../models/hybrid/hybrid-model.ts";
import { classification } from "../../models/metrics/classification.ts";
import { othersTurn } from "../../models/others-turn.ts";
import type { Classification, ClassifierFigures } from "../../schemas/classifier-manifest.ts";

/** Products between which whoever else wants to work gets its turn. */
const productsAtOnce = 256;

/** Measures how well a model tells the categories of products it has not seen: by both, by the picture alone and by the title alone. A category that the model doesn't know counts as missed. */
export async function evaluateHybrid(
  model: HybridModel,
  products: readonly KnownProduct[],
): Promise<ClassifierFigures> {
  const truth = products.map(({ category }) => category);
  const categories = [...model.categories, ...[...new Set(truth)].filter((name) => !model.categories.includes(name))];
  const of = async (seen: (product: KnownProduct) => ShownProduct) =>
    classification(categories, truth, await categoriesOf(model, products.map(seen)));
  return {
    both: await of((product) => product),
    picture: brief(await of(({ picture }) => ({ picture, title: "" }))),
    title: brief(await of(({ title }) => ({ title, picture: undefined }))),
  };
}

async function categoriesOf(
  model: HybridModel,
  products: readonly ShownProduct[],
): Promise<readonly (string | null)[]> {
  const found: (string | null)[] = [];
  for (let start = 0; start < products.length; start += productsAtOnce) {
    const recognised = await model.recognise(products.slice(start, start + productsAtOnce));
    found.push(...recognised.map(({ category }) => category));
    await othersTurn();
  }
  return found;
}

function brief({ count, accuracy, macroF1 }: Classification): ClassifierFigures["picture"] {
  return { count, accuracy, macroF1 };
}
