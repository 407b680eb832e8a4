import { judgmentPreset } from "../judgment-file.ts";

/** Kaggle "Crowdflower Search Results Relevance", train.csv: median of three people, 1 to 4. It names no products, so the row's id stands for one. */
export const crowdflower = judgmentPreset(
  "crowdflower",
  "Crowdflower search relevance (id,query,product_title,product_description,median_relevance), grades 1-4",
  { min: 1, max: 4 },
  {
    query: ["query"],
    productId: ["id"],
    title: ["product_title"],
    grade: ["median_relevance"],
    attributes: ["product_description", "relevance_variance"],
  },
);
