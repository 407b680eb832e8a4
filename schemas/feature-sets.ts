/**
 * The features of a (query, product) pair that the score stage computes, by name, in the order in which they travel.
 * A change of meaning, order or number is a new version of the set.
 */
export const featureSet = "lexical-1";

/** What each feature says. Shares lie between 0 and 1; "stem" leaves stop words out. */
export const features = {
  query_words: "How many words the query has.",
  title_words: "How many words the title has.",
  query_characters: "How many characters the query has.",
  word_overlap: "Share of the query's words that the title has, to the letter.",
  stem_overlap: "Share of the query's stems that the title has.",
  idf_overlap: "Share of the query's idf weight that lies on stems that the title has.",
  title_overlap: "Share of the title's stems that the query has.",
  jaccard: "Stems in both, over stems in either.",
  all_stems: "1 when the title has every stem of the query, else 0.",
  last_stem: "1 when the title has the query's last stem, most often its head noun, else 0.",
  first_match: "1 for a match at the title's first stem, falling evenly to 0 for no match at all.",
  bigram_overlap: "Share of the query's neighbouring stem pairs that stand side by side in the title.",
  number_overlap: "Share of the query's words with a digit that the title has; 0 where it has none.",
  number_conflict: "1 when query and title give different numbers of the same unit, else 0.",
  trigram_coverage: "Share of the query's character trigrams that the title has.",
  embedding_similarity: "Cosine of the query's and the title's vector.",
} as const;

/** The name of a feature. */
export type FeatureName = keyof typeof features;

/** All feature names, in order. */
export const featureNames = Object.keys(features) as readonly FeatureName[];
