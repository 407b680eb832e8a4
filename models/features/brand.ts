import type { Vocabulary } from "../text/vocabulary.ts";

/** What tells a brand from any other start of a title. */
const fewestTitles = 5;
/** A brand starts this share of the texts that have it. */
const shareOfStarts = 0.3;
/** A further word belongs to the brand when this share of the titles goes on with it. */
const shareOfNext = 0.5;
const longestBrand = 3;

/** How many words from a place on are a brand, as far as titles tell: frequent title starts that are rare elsewhere. */
export function brandLength(words: readonly string[], place: number, vocabulary: Vocabulary): number {
  const first = words[place];
  if (first === undefined) return 0;
  const starts = vocabulary.startCount(first);
  if (starts < fewestTitles) return 0;
  const length = nameLength(words, place, starts, vocabulary);
  const isOwnName = starts >= shareOfStarts * vocabulary.count(first);
  return isOwnName || (length > 1 && isPair(first, words[place + 1]!, vocabulary)) ? length : 0;
}

function nameLength(words: readonly string[], place: number, starts: number, vocabulary: Vocabulary): number {
  let length = 1;
  let phrase = words[place]!;
  let before = starts;
  while (length < longestBrand && place + length < words.length) {
    phrase += ` ${words[place + length]}`;
    const count = vocabulary.startCount(phrase);
    if (count < fewestTitles || count < shareOfNext * before) break;
    before = count;
    length++;
  }
  return length;
}

/** `black decker` is a name though `black` is none. */
function isPair(first: string, second: string, vocabulary: Vocabulary): boolean {
  const starts = vocabulary.startCount(`${first} ${second}`);
  return starts >= fewestTitles && starts >= shareOfStarts * vocabulary.pairCount(first, second);
}
