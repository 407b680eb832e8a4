/** A product as a recommender sees it. */
export interface ShopItem {
  readonly id: string;
  readonly title: string;
  readonly brand: string | null;
  /** A path such as `GROCERY > EGGS > EGGS - LARGE`, or one name. */
  readonly category: string | null;
}

/** Levels of a category that are told apart; what lies deeper counts as the last of them. */
export const categoryLevels = 4;

/** The category and what it lies in, each by its whole path: `a > b` is in `a`. */
export function levelsOf(category: string | null): readonly string[] {
  if (category === null) return [];
  const names = category.split(">").map((name) => name.trim());
  return names.slice(0, categoryLevels).map((_, depth) => names.slice(0, depth + 1).join(" > "));
}
