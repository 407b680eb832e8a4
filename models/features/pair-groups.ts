import type { FeatureGroup } from "../../schemas/feature-sets.ts";
import { writeAttributes } from "./attribute-features.ts";
import { writeCharacters } from "./character-features.ts";
import { writeEmbedding } from "./embedding-features.ts";
import type { WriteGroup } from "./feature-row.ts";
import { writeFuzzy } from "./fuzzy-features.ts";
import { writeOrder } from "./order-features.ts";
import { writeOverlap } from "./overlap-features.ts";
import { writeQuantities } from "./quantity-features.ts";
import { writeRanking } from "./ranking-features.ts";
import { writeShape } from "./shape-features.ts";

/** What writes the features of each group that need no other pair. */
export const pairGroups: { readonly [group in Exclude<FeatureGroup, "set">]: WriteGroup } = {
  shape: writeShape,
  overlap: writeOverlap,
  fuzzy: writeFuzzy,
  order: writeOrder,
  characters: writeCharacters,
  ranking: writeRanking,
  quantities: writeQuantities,
  attributes: writeAttributes,
  embedding: writeEmbedding,
};
