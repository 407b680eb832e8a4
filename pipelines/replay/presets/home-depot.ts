import { judgmentPreset } from "../judgment-file.ts";

/** Kaggle "Home Depot Product Search Relevance", train.csv: graded 1 to 3, most often the mean of three people. */
export const homeDepot = judgmentPreset(
  "home-depot",
  "Home Depot search relevance (id,product_uid,product_title,search_term,relevance), grades 1-3",
  { min: 1, max: 3 },
  {
    query: ["search_term"],
    productId: ["product_uid"],
    title: ["product_title"],
    grade: ["relevance"],
    attributes: [],
  },
);
