/** What is known of the words of a shop: how often they occur, in how many texts their stems do, and how titles are built. Immutable. */
export interface Vocabulary {
  /** Derived from its content, such as `v-1f3a9c04`; `none` for the empty one. */
  readonly name: string;
  /** How many texts (titles and queries) it was learned from. */
  readonly texts: number;
  /** How often a word occurs in catalog titles and searches (not stemmed); 0 for a word never seen. */
  count(word: string): number;
  /** Every word with its count. */
  entries(): Iterable<readonly [word: string, count: number]>;
  /** Inverse document frequency of a stem, ln((1 + texts) / (1 + texts with the stem)) + 1; with the empty vocabulary 1 for every stem. */
  idf(stem: string): number;
  /** Adjacent word pairs that the corpus also writes as one word, and the other way about, are asked here by the compound rules: how often the pair occurs side by side. */
  pairCount(first: string, second: string): number;
  /** How many stems a title has on average, stop words left out; 0 when no title is known. */
  readonly meanTitleStems: number;
  /** How many titles start with these words, one to three with a space between; frequent starts are brands. */
  startCount(words: string): number;
  /** How many texts have the stem. */
  textCount(stem: string): number;
  /** How many titles have the stem as their head noun. */
  headCount(stem: string): number;
  save(): Uint8Array;
}
