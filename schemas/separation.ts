/** How well vectors tell groups apart, beside what groups of the same sizes reach that are drawn by chance. */
export interface Separation {
  /** How many groups the points are of. */
  readonly groups: number;
  /** How many points were measured; those of no group are not. */
  readonly measured: number;
  /** The mean silhouette over cosine distance, from -1 to 1: above 0, points are nearer to their own group than to the next one. */
  readonly silhouette: number;
  readonly silhouetteByChance: number;
  /** The share of points whose nearest other point is of their group. */
  readonly agreement: number;
  readonly agreementByChance: number;
}

/** How well the vectors of products tell the categories apart, by whole categories or by departments: what stands before the first ">" of a category. */
export interface CategorySeparation extends Separation {
  readonly by: "department" | "category";
}
