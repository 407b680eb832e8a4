/**
 * The features of a (query, product) pair that the score stage computes, by name, in the order in which they travel.
 * A change of meaning, order or number is a new version of the set.
 */
export const featureSet = "lexical-2";

/** What the features of a group look at. */
export const featureGroups = {
  shape: "lengths and counts of query and title",
  overlap: "words and stems that both have",
  fuzzy: "words that are nearly the same",
  order: "where matches stand: head nouns, first and last words, neighbours",
  characters: "runs of letters that both have",
  ranking: "BM25, tf-idf and the weight of what is missing",
  quantities: "numbers and their units",
  attributes: "brand, material, colour and other choices",
  embedding: "vectors of query and title",
  set: "the product beside the others of its search",
} as const;

/** The name of a group. */
export type FeatureGroup = keyof typeof featureGroups;

/**
 * Each feature, by group, and what it says. Shares lie between 0 and 1 and are 0 where there is nothing to share; an agreement is 1 where
 * the title has what is asked for, -1 where it has another, 0 where it has none. What can't be said is missing: NaN in rows, NULL in tables.
 * A stem is that of a word that is no stop word, each counted once; the idf of a stem is the higher the fewer texts have it.
 */
export const features = {
  query_words: { group: "shape", says: "How many words the query has." },
  title_words: { group: "shape", says: "How many words the title has." },
  query_characters: { group: "shape", says: "How many characters the query has." },
  title_characters: { group: "shape", says: "How many characters the title has." },
  query_stems: { group: "shape", says: "How many stems the query has." },
  query_numbers: { group: "shape", says: "How many words of the query have a digit." },
  title_numbers: { group: "shape", says: "How many words of the title have a digit." },
  corrected_words: { group: "shape", says: "How many words of the query had their spelling corrected." },
  unknown_words: { group: "shape", says: "How many words of the query the shop does not know." },

  shared_words: { group: "overlap", says: "How many words of the query the title has, to the letter." },
  word_overlap: { group: "overlap", says: "Share of the query's words that the title has, to the letter." },
  title_word_overlap: { group: "overlap", says: "Share of the title's words that the query has, to the letter." },
  shared_stems: { group: "overlap", says: "How many of the query's stems the title has." },
  missing_stems: { group: "overlap", says: "How many of the query's stems the title lacks." },
  stem_overlap: { group: "overlap", says: "Share of the query's stems that the title has." },
  title_overlap: { group: "overlap", says: "Share of the title's stems that the query has." },
  jaccard: { group: "overlap", says: "Stems in both, over stems in either." },
  all_stems: { group: "overlap", says: "1 when the title has every stem of the query, else 0." },
  stem_repeats: { group: "overlap", says: "How often the query's stems stand in the title, repetitions included." },
  idf_overlap: { group: "overlap", says: "Share of the query's idf weight that lies on stems that the title has." },
  title_idf_overlap: {
    group: "overlap",
    says: "Share of the title's idf weight that lies on stems that the query has.",
  },

  fuzzy_mean: { group: "fuzzy", says: "How near the title comes to the query's stems, as the mean over the stems." },
  fuzzy_min: { group: "fuzzy", says: "How near the title comes to the query's stem that it misses most." },
  fuzzy_idf: { group: "fuzzy", says: "How near the title comes to the query's stems, weighted by idf." },
  fuzzy_rarest: { group: "fuzzy", says: "How near the title comes to the query's rarest stem." },
  fuzzy_last: { group: "fuzzy", says: "How near the title comes to the query's last stem." },
  fuzzy_heads: { group: "fuzzy", says: "How alike the head nouns of query and title are, by edits." },
  fuzzy_overlap: { group: "fuzzy", says: "Share of the query's stems that a title word is within a quarter of." },
  contained_overlap: { group: "fuzzy", says: "Share of the query's stems that the title has, be it inside a word." },
  contained_idf: { group: "fuzzy", says: "The same, weighted by idf." },

  first_match: {
    group: "order",
    says: "1 for a match at the title's first stem, falling evenly to 0 for none at all.",
  },
  last_match: { group: "order", says: "How far into the title the last match stands, from 0 to 1." },
  mean_match: { group: "order", says: "How far into the title matches stand on average." },
  weighted_match: { group: "order", says: "How far into the title matches stand on average, weighted by idf." },
  last_stem: { group: "order", says: "1 when the title has the query's last stem, else 0." },
  first_stem: { group: "order", says: "1 when the title has the query's first stem, else 0." },
  title_first_asked: { group: "order", says: "1 when the query has the title's first stem, often its brand, else 0." },
  title_last_asked: { group: "order", says: "1 when the query has the title's last stem, else 0." },
  head_match: { group: "order", says: "1 when the title has the query's head noun, else 0." },
  heads_equal: { group: "order", says: "1 when query and title have the same head noun, else 0." },
  title_head_asked: { group: "order", says: "1 when the query has the title's head noun, else 0." },
  head_place: { group: "order", says: "How far into the title the query's head noun stands." },
  core_overlap: {
    group: "order",
    says: "Share of the query's idf weight found before `with`, `for` or `in` of the title.",
  },
  aside_overlap: { group: "order", says: "Share of the query's idf weight found only after `with`, `for` or `in`." },
  type_match: {
    group: "order",
    says: "1 when the title has the query's stem that titles most often have as head noun.",
  },
  types_equal: { group: "order", says: "1 when that stem is the title's head noun, else 0." },
  type_missing: { group: "order", says: "How often the query's missing stems are head nouns of titles, at most." },
  bigram_overlap: {
    group: "order",
    says: "Share of the query's neighbouring stem pairs that stand side by side in the title.",
  },
  bigram_near: {
    group: "order",
    says: "Share of the query's neighbouring stem pairs that stand within three places in the title, in any order.",
  },
  longest_run: { group: "order", says: "The longest run of query stems that the title repeats, over all query stems." },
  order_agreement: { group: "order", says: "Share of matched neighbours whose order is the same in the title." },
  tightness: { group: "order", says: "Matched stems, over the places from the first to the last match." },

  trigram_coverage: { group: "characters", says: "Share of the query's character 3-grams that the title has." },
  fourgram_coverage: { group: "characters", says: "Share of the query's character 4-grams that the title has." },
  trigram_cosine: {
    group: "characters",
    says: "Shared character 3-grams, over the geometric mean of how many each has.",
  },
  fourgram_cosine: {
    group: "characters",
    says: "Shared character 4-grams, over the geometric mean of how many each has.",
  },
  query_in_title: { group: "characters", says: "1 when the whole query stands in the title, else 0." },
  joined_query_in_title: { group: "characters", says: "The same with all spaces left out." },

  bm25: { group: "ranking", says: "BM25 of the title for the query." },
  bm25_share: { group: "ranking", says: "BM25, over what a title of average length with each stem once would get." },
  tfidf_cosine: { group: "ranking", says: "Cosine of the tf-idf vectors." },
  matched_idf: { group: "ranking", says: "Sum of the idf of the query's stems that the title has." },
  matched_idf_max: { group: "ranking", says: "Highest idf of the query's stems that the title has." },
  missing_idf: { group: "ranking", says: "Sum of the idf of the query's stems that the title lacks." },
  missing_idf_max: { group: "ranking", says: "Highest idf of the query's stems that the title lacks." },
  missing_idf_min: { group: "ranking", says: "Lowest idf of the query's stems that the title lacks." },
  rarest_match: { group: "ranking", says: "1 when the title has the query's rarest stem, else 0." },
  query_idf_mean: { group: "ranking", says: "Mean idf of the query's stems." },
  query_idf_max: { group: "ranking", says: "Highest idf of the query's stems." },
  title_idf_mean: { group: "ranking", says: "Mean idf of the title's stems." },

  number_overlap: { group: "quantities", says: "Share of the query's words with a digit that the title has." },
  quantities_asked: { group: "quantities", says: "How many numbers with a unit the query gives." },
  quantity_agreement: { group: "quantities", says: "Share of these that the title gives too." },
  quantity_conflict: { group: "quantities", says: "Share of these for which the title gives other numbers only." },
  quantity_missing: { group: "quantities", says: "Share of these for whose unit the title gives none." },
  quantity_closeness: {
    group: "quantities",
    says: "How near the title's numbers come, as the smaller over the larger.",
  },
  length_agreement: { group: "quantities", says: "Agreement in lengths." },
  volume_agreement: { group: "quantities", says: "Agreement in volumes." },
  area_agreement: { group: "quantities", says: "Agreement in areas." },
  weight_agreement: { group: "quantities", says: "Agreement in weights." },
  power_agreement: { group: "quantities", says: "Agreement in watts, volts, amperes, horse power or BTU." },
  count_agreement: { group: "quantities", says: "Agreement in the number of pieces in a pack." },
  gauge_agreement: { group: "quantities", says: "Agreement in any other unit, such as gauge, grit or lumen." },
  dimension_agreement: { group: "quantities", says: "Agreement in dimensions such as `2x4`." },
  plain_number_agreement: { group: "quantities", says: "Agreement in numbers without a unit." },
  code_overlap: { group: "quantities", says: "Share of the query's codes, such as `r13`, that the title has." },

  brand_asked: { group: "attributes", says: "1 when the query names a brand, else 0." },
  brand_agreement: { group: "attributes", says: "Agreement in the brand." },
  title_brand_asked: { group: "attributes", says: "Share of the words of the product's brand that the query has." },
  colour_agreement: { group: "attributes", says: "Agreement in the colour or finish." },
  material_agreement: { group: "attributes", says: "Agreement in the material." },
  choice_agreement: { group: "attributes", says: "Agreement in choices such as gas or electric, indoor or outdoor." },

  embedding_similarity: { group: "embedding", says: "Cosine of the query's and the title's vector." },

  search_products: { group: "set", says: "How many products the search has." },
  title_consensus: {
    group: "set",
    says: "How much of its stems the title shares with another title of the search, on average, as a cosine.",
  },
  title_consensus_z: { group: "set", says: "title_consensus, in standard deviations from the mean of the search." },
  search_consensus: { group: "set", says: "title_consensus, as the mean of the search." },
  idf_overlap_rank: { group: "set", says: "Share of the search's other products that have a lower idf_overlap." },
  idf_overlap_z: { group: "set", says: "idf_overlap, in standard deviations from the mean of the search." },
  idf_overlap_behind: { group: "set", says: "How far idf_overlap is behind the best of the search." },
  fuzzy_idf_rank: { group: "set", says: "Share of the search's other products that have a lower fuzzy_idf." },
  fuzzy_idf_z: { group: "set", says: "fuzzy_idf, in standard deviations from the mean of the search." },
  fuzzy_idf_behind: { group: "set", says: "How far fuzzy_idf is behind the best of the search." },
  core_overlap_rank: { group: "set", says: "Share of the search's other products that have a lower core_overlap." },
  core_overlap_z: { group: "set", says: "core_overlap, in standard deviations from the mean of the search." },
  core_overlap_behind: { group: "set", says: "How far core_overlap is behind the best of the search." },
  fourgram_coverage_rank: {
    group: "set",
    says: "Share of the search's other products that have a lower fourgram_coverage.",
  },
  fourgram_coverage_z: { group: "set", says: "fourgram_coverage, in standard deviations from the mean of the search." },
  fourgram_coverage_behind: { group: "set", says: "How far fourgram_coverage is behind the best of the search." },
  bm25_rank: { group: "set", says: "Share of the search's other products that have a lower bm25." },
  bm25_z: { group: "set", says: "bm25, in standard deviations from the mean of the search." },
  bm25_behind: { group: "set", says: "How far bm25 is behind the best of the search." },
  tfidf_cosine_rank: { group: "set", says: "Share of the search's other products that have a lower tfidf_cosine." },
  tfidf_cosine_z: { group: "set", says: "tfidf_cosine, in standard deviations from the mean of the search." },
  tfidf_cosine_behind: { group: "set", says: "How far tfidf_cosine is behind the best of the search." },
  embedding_similarity_rank: {
    group: "set",
    says: "Share of the search's other products that have a lower embedding_similarity.",
  },
  embedding_similarity_z: {
    group: "set",
    says: "embedding_similarity, in standard deviations from the mean of the search.",
  },
  embedding_similarity_behind: { group: "set", says: "How far embedding_similarity is behind the best of the search." },
} as const satisfies Readonly<Record<string, { readonly group: FeatureGroup; readonly says: string }>>;

/** The name of a feature. */
export type FeatureName = keyof typeof features;

/** The names of the features of a group. */
export type FeatureOf<Group extends FeatureGroup> = {
  [name in FeatureName]: (typeof features)[name]["group"] extends Group ? name : never;
}[FeatureName];

/** All feature names, in order. */
export const featureNames = Object.keys(features) as readonly FeatureName[];
