const apostrophe = /(?<=\p{L})'(?=\p{L})|(?<=\d)'(?=s(?!\p{L}))/gu;
const token = /\d+(?:-\d+)?\/\d+|(?:\d*\.(?=\d))?[#\p{L}\p{M}\p{N}_°%]+(?:(?<=\d)\.\d[#\p{L}\p{M}\p{N}_°%]*)*/gu;
const meaningless = /^[#_°%\p{M}]+$/u;

/**
 * The words of a normalised text: runs of letters, digits and `# _ ° %` of any script; decimals (`1.5`), fractions (`3/4`, `1-1/2`)
 * and what hangs on them stay whole. An apostrophe inside a word is dropped (`men's` is `mens`); marks alone are no word.
 */
export function tokenize(text: string): string[] {
  const plain = text.includes("'") ? text.replace(apostrophe, "") : text;
  const words = plain.match(token) ?? [];
  return words.filter((word) => !meaningless.test(word));
}
