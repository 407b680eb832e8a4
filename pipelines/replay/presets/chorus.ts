import { judgmentPreset } from "../judgment-file.ts";

/** Query sets of the Chorus electronics shop: rated 0 to 3, with names (`final_rating`) or without (`rating`), which then need the catalog. */
export const chorus = judgmentPreset(
  "chorus",
  "Chorus electronics ratings (query,docid,name,final_rating, or query,docid,rating with --catalog), grades 0-3",
  { min: 0, max: 3 },
  {
    query: ["query"],
    productId: ["docid"],
    title: ["name"],
    grade: ["final_rating", "rating"],
    attributes: ["description", "agent_1_rating", "agent_2_rating", "agent_3_rating"],
  },
);
