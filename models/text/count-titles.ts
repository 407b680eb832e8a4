import { headPlace } from "./head-noun.ts";
import type { TitleTables } from "./vocabulary-file.ts";

/** Gathers how titles are built. */
export interface TitleCounter {
  /** Adds a title by its words and their stems, which are empty for stop words. */
  add(words: readonly string[], stems: readonly string[]): void;
  tables(): TitleTables;
}

/** The longest brand has this many words. */
const longestStart = 3;
/** A start that fewer titles share says nothing. */
const fewestStarts = 3;

/** Starts with no titles. */
export function countTitles(): TitleCounter {
  const starts = new Map<string, number>();
  const heads = new Map<string, number>();
  let [count, stemCount] = [0, 0];
  return {
    add(words, stems) {
      count++;
      for (const stem of stems) if (stem !== "") stemCount++;
      for (let length = 1; length <= Math.min(longestStart, words.length); length++) {
        addOne(starts, words.slice(0, length).join(" "));
      }
      const head = stems[headPlace(words)];
      if (head !== undefined) addOne(heads, head);
    },
    tables: () => ({
      count,
      stems: stemCount,
      starts: new Map([...starts].filter(([, titles]) => titles >= fewestStarts)),
      heads,
    }),
  };
}

function addOne(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
