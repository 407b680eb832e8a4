import { type AlikePair, alikePairs, type Likeness, type SimilarProduct } from "../../pipelines/hybrid/likeness.ts";
import { number, percent, textTable } from "./output.ts";

const samplesTold = 3;
const pairsTold = 5;

/** How alike products are by a model's vectors, for a terminal: whether those most like one are of its category, the categories most alike, and a few products with theirs. */
export function likenessText(likeness: Likeness): string {
  const { sameCategory, samples } = likeness;
  const { of, both, picture, title, byChance } = sameCategory;
  const pairs = alikePairs(likeness).slice(0, pairsTold);
  return [
    `of the ${number(of)} products most like one, ${percent(both)} are of its category (by the picture alone ${percent(picture)}, by the title alone ${percent(title)}, by chance ${percent(byChance)})`,
    ...(pairs.length > 0 ? [`most alike categories: ${pairs.map(pairText).join("; ")}`] : []),
    textTable([
      ["cosine", "product", "title", "category"],
      ...samples.slice(0, samplesTold).flatMap(({ similar, ...own }) => [cells("", own), ...similar.map(similarCells)]),
    ]),
  ].join("\n");
}

function pairText({ categories, cosine }: AlikePair): string {
  return `${categories.join(" and ")} ${number(cosine, 2)}`;
}

function similarCells({ cosine, ...product }: SimilarProduct): readonly string[] {
  return cells(number(cosine, 4), product);
}

function cells(cosine: string, { id, title, category }: Omit<SimilarProduct, "cosine">): readonly string[] {
  return [cosine, id, title, category];
}
