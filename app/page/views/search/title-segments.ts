/** A stretch of a title: what it says, and which match of the query it belongs to, counted from 0. */
export interface TitleSegment {
  readonly text: string;
  readonly match?: number;
}

/** What a word of the query meets, as far as a title is cut by it. */
interface Met {
  readonly title: readonly { readonly written: string }[];
}

/**
 * Cuts a title where words of the query meet it, each word where it stands first of what no earlier one has. A word that does not stand in
 * the title as the analyser tells it, such as one half of a compound, is not marked.
 */
export function titleSegments(title: string, matches: readonly Met[]): readonly TitleSegment[] {
  const taken: { readonly from: number; readonly to: number; readonly match: number }[] = [];
  for (const [match, { title: words }] of matches.entries())
    for (const { written } of words) {
      const from = placeOf(written, title, taken);
      if (from >= 0) taken.push({ from, to: from + written.length, match });
    }
  const segments: TitleSegment[] = [];
  let at = 0;
  for (const { from, to, match } of taken.toSorted((one, other) => one.from - other.from)) {
    if (from > at) segments.push({ text: title.slice(at, from) });
    segments.push({ text: title.slice(from, to), match });
    at = to;
  }
  return at < title.length ? [...segments, { text: title.slice(at) }] : segments;
}

/** Where a word stands by itself, and nothing else was found before; -1 where it does not. */
function placeOf(
  word: string,
  title: string,
  taken: readonly { readonly from: number; readonly to: number }[],
): number {
  const [sought, text] = [word.toLowerCase(), title.toLowerCase()];
  for (let from = text.indexOf(sought); from >= 0; from = text.indexOf(sought, from + 1)) {
    const to = from + sought.length;
    const isWhole = !isLetter(text[from - 1]) && (!isLetter(text[to]) || !isLetter(sought.at(-1)));
    if (isWhole && taken.every((other) => other.to <= from || other.from >= to)) return from;
  }
  return -1;
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character);
}
