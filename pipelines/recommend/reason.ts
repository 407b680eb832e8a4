import { cosine } from "../../models/embedding/similarity.ts";
import type { Recent } from "../../models/two-tower/choices.ts";
import type { ItemAttribute } from "../../models/two-tower/placed-items.ts";
import type { ScoreParts, TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";

/** Why a product is recommended: what its score is the sum of, and the product of the visitor's history that is nearest to it. */
export interface Reason extends ScoreParts {
  /** How much less `towers` would be without the product's title, brand and category. */
  readonly attributes: Readonly<Record<ItemAttribute, number>>;
  readonly nearest: {
    readonly productId: string;
    readonly title: string;
    /** The cosine of both vectors. */
    readonly likeness: number;
    /** What both have in common. */
    readonly shared: readonly ("brand" | "category")[];
  } | null;
}

/** Why each of some products is recommended to somebody whose vector, of a visitor or a query, is given. */
export async function reasonsFor(
  model: TwoTowerModel,
  vector: Float32Array,
  recent: Recent,
  items: Int32Array,
): Promise<readonly Reason[]> {
  const lossOf = async (attribute: ItemAttribute) => {
    const without = await model.placed.towersWithout(attribute, items);
    return without.map((tower, place) => product(vector, model.placed.towerOf(items[place]!)) - product(vector, tower));
  };
  const [title, brand, category] = [await lossOf("title"), await lossOf("brand"), await lossOf("category")];
  return Array.from(items, (item, place) => ({
    ...model.partsOf(vector, recent, item),
    attributes: { title: title[place]!, brand: brand[place]!, category: category[place]! },
    nearest: nearestOf(model, recent, item),
  }));
}

function product(vector: Float32Array, tower: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < tower.length; i++) sum += vector[i]! * tower[i]!;
  return sum;
}

function nearestOf(model: TwoTowerModel, recent: Recent, item: number): Reason["nearest"] {
  const vector = model.placed.towerOf(item);
  let best: { readonly item: number; readonly likeness: number } | undefined;
  for (const other of recent) {
    const likeness = cosine(vector, model.placed.towerOf(other));
    if (best === undefined || likeness > best.likeness) best = { item: other, likeness };
  }
  if (best === undefined) return null;
  const [own, other] = [model.placed.at(item), model.placed.at(best.item)];
  const shared = (["brand", "category"] as const).filter((name) => own[name] !== null && own[name] === other[name]);
  return { productId: other.id, title: other.title, likeness: best.likeness, shared };
}
