import type { AnalysedText, Rewrite } from "../../schemas/generated/events.ts";
import { osaDistance } from "../text/osa-distance.ts";
import { stem } from "../text/stem.ts";
import { parseDimension, parseMeasure } from "../text/units.ts";
import { hasDigit } from "./quantities.ts";

/** Every way in which a query word meets the title, the surest first, with what it claims. */
export const matchRules = {
  exact: "The title has the same word.",
  stem: "The title has another form of the word.",
  compound: "The title has the word in two, or the word and its neighbour in one.",
  number: "The title has the number, but only one of the two gives it a unit.",
  part: "A word of the title begins or ends with the word, or the word with it.",
  edit: "The title has a word of the same first letter that is one edit away, or two for more than six letters.",
  conflict: "The title gives another number of the same unit: no match.",
  none: "The title has nothing like it: no match.",
} as const;

/** The name of a way to meet. */
export type MatchRule = keyof typeof matchRules;

/** A word as the analyser has it, and how it was written. */
export interface TracedWord {
  readonly word: string;
  /** What stood in the text; the word itself where nothing was rewritten. */
  readonly written: string;
  /** The rules that made the word of it, in order. */
  readonly rewrites: readonly string[];
}

/** A word of a query and what it meets in a title. */
export interface WordMatch {
  readonly query: TracedWord;
  readonly rule: MatchRule;
  /** The words of the title; none for the rule `none`. */
  readonly title: readonly TracedWord[];
  /** A stop word: only an exact match of it counts for anything. */
  readonly isStopWord: boolean;
}

const shortestPart = 4;
const shortestEdited = 4;
const longestForOneEdit = 6;

/** How each word of a query meets a title, in the order of the query: by the first rule of `matchRules` that holds. */
export function alignWords(query: AnalysedText, title: AnalysedText): readonly WordMatch[] {
  return query.words.map((word, place) => {
    const isStopWord = query.stems[place] === "";
    const found = findWord({ query, title, word, place, isStopWord });
    return {
      query: traceWord(word, query.rewrites),
      rule: found?.rule ?? "none",
      title: (found?.words ?? []).map((met) => traceWord(met, title.rewrites)),
      isStopWord,
    };
  });
}

/** The words of a title that no word of the query meets or contradicts, in order. */
export function unmatchedWords(title: AnalysedText, matches: readonly WordMatch[]): readonly TracedWord[] {
  const met = new Set(matches.flatMap((match) => match.title.map(({ word }) => word)));
  return title.words.filter((word) => !met.has(word)).map((word) => traceWord(word, title.rewrites));
}

/** How a word came about: from the last change of the trail back to what was written. */
function traceWord(word: string, trail: readonly Rewrite[]): TracedWord {
  let written = word;
  const rules: string[] = [];
  for (const { from, to, rule } of trail.toReversed()) {
    if (hasWords(to, written)) written = from;
    else if (hasWords(written, to)) written = written.replace(to, from);
    else continue;
    rules.unshift(rule);
  }
  return { word, written, rewrites: rules };
}

function hasWords(text: string, words: string): boolean {
  return ` ${text} `.includes(` ${words} `);
}

/** A query word that is looked for. */
interface Sought {
  readonly query: AnalysedText;
  readonly title: AnalysedText;
  readonly word: string;
  readonly place: number;
  readonly isStopWord: boolean;
}

interface Found {
  readonly rule: MatchRule;
  readonly words: readonly string[];
}

function findWord(sought: Sought): Found | undefined {
  const { title, word, isStopWord } = sought;
  if (title.words.includes(word)) return { rule: "exact", words: [word] };
  if (isStopWord) return undefined;
  return (
    findStem(sought) ??
    findCompound(sought) ??
    findOne(title, "number", (other) => isSameNumber(word, other)) ??
    findOne(title, "part", (other) => isPart(word, other)) ??
    findEdited(sought) ??
    findOne(title, "conflict", (other) => isOtherNumber(word, other))
  );
}

function findOne(title: AnalysedText, rule: MatchRule, isMet: (word: string) => boolean): Found | undefined {
  const met = title.words.find(isMet);
  return met === undefined ? undefined : { rule, words: [met] };
}

function findStem({ query, title, place }: Sought): Found | undefined {
  const at = title.stems.indexOf(query.stems[place]!);
  return at < 0 ? undefined : { rule: "stem", words: [title.words[at]!] };
}

function findCompound({ query, title, word, place }: Sought): Found | undefined {
  const [before, after] = [query.words[place - 1], query.words[place + 1]];
  const joined = [before && before + word, after && word + after].filter((whole) => whole !== undefined);
  const stems = new Set(joined.map(stem));
  const one = title.words.find((_, at) => title.stems[at] !== "" && stems.has(title.stems[at]!));
  if (one !== undefined) return { rule: "compound", words: [one] };
  const at = title.words.findIndex((first, i) => i + 1 < title.words.length && first + title.words[i + 1]! === word);
  return at < 0 ? undefined : { rule: "compound", words: title.words.slice(at, at + 2) };
}

function isSameNumber(word: string, other: string): boolean {
  const [asked, given] = [parseMeasure(word), parseMeasure(other)];
  if (asked !== undefined && given === undefined) return other === String(asked.value);
  return asked === undefined && given !== undefined && word === String(given.value);
}

function isOtherNumber(word: string, other: string): boolean {
  const asked = parseMeasure(word);
  if (asked === undefined) return parseDimension(word) !== undefined && parseDimension(other) !== undefined;
  return asked.unit === parseMeasure(other)?.unit;
}

function isPart(word: string, other: string): boolean {
  const [short, long] = word.length < other.length ? [word, other] : [other, word];
  if (short.length < shortestPart || hasDigit(short) || hasDigit(long)) return false;
  return long.startsWith(short) || long.endsWith(short);
}

/** The nearest word of the title within the edits that are let pass. Numbers and codes that differ are others, not misspelled. */
function findEdited({ title, word }: Sought): Found | undefined {
  if (word.length < shortestEdited || hasDigit(word)) return undefined;
  const limit = word.length <= longestForOneEdit ? 1 : 2;
  const near = title.words
    .filter((other) => other.length >= shortestEdited && other[0] === word[0] && !hasDigit(other))
    .map((other) => ({ other, edits: osaDistance(word, other, limit) }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return near[0] && { rule: "edit", words: [near[0].other] };
}
