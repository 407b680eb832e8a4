import { createHash } from "node:crypto";
import { TwinstreamError } from "../../schemas/errors.ts";
import { inverseFrequency } from "./idf.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What a vocabulary is made of. Keys hold no white space; a key of `pairs` is two words with a space between. */
export interface VocabularyTables {
  readonly texts: number;
  readonly words: ReadonlyMap<string, number>;
  /** In how many texts each stem occurs. */
  readonly stems: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
  /** What files of version 1 do not have. */
  readonly titles?: TitleTables;
}

/** How titles are built. */
export interface TitleTables {
  readonly count: number;
  /** How many stems all titles have together, stop words left out. */
  readonly stems: number;
  /** How many titles start with a word, two words or three. */
  readonly starts: ReadonlyMap<string, number>;
  /** How many titles have a stem as their head noun. */
  readonly heads: ReadonlyMap<string, number>;
}

/** The vocabulary that knows nothing. */
export const emptyVocabulary: Vocabulary = makeVocabulary({
  texts: 0,
  words: new Map(),
  stems: new Map(),
  pairs: new Map(),
});

/** A vocabulary over the tables; equal tables give an equal name and equal bytes. */
export function makeVocabulary(tables: VocabularyTables): Vocabulary {
  const { texts, words, stems, pairs, titles } = tables;
  const body = writeTables(tables);
  const name = nameOf(body, words.size);
  return {
    name,
    texts,
    count: (word) => words.get(word) ?? 0,
    entries: () => words.entries(),
    idf: (stem) => inverseFrequency(texts, stems.get(stem) ?? 0),
    pairCount: (first, second) => pairs.get(`${first} ${second}`) ?? 0,
    meanTitleStems: titles === undefined || titles.count === 0 ? 0 : titles.stems / titles.count,
    startCount: (phrase) => titles?.starts.get(phrase) ?? 0,
    textCount: (stem) => stems.get(stem) ?? 0,
    headCount: (stem) => titles?.heads.get(stem) ?? 0,
    save: () => new TextEncoder().encode(`${formatOf(tables)} ${name}\n${body}`),
  };
}

/** Version 1 told nothing of how titles are built; what was read from such a file is written as one, as its name hangs on its bytes. */
function formatOf({ titles }: VocabularyTables): string {
  return `twinstream-vocabulary ${titles === undefined ? 1 : 2}`;
}

/** Reads back what `save` of a vocabulary gave, of this version or the first. Throws DATA_DAMAGED for anything else. */
export function loadVocabulary(bytes: Uint8Array): Vocabulary {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    const headEnd = text.indexOf("\n");
    const head = text.slice(0, headEnd);
    const body = text.slice(headEnd + 1);
    const tables = readTables(body);
    const vocabulary = makeVocabulary(tables);
    if (head !== `${formatOf(tables)} ${vocabulary.name}`) throw new Error(`its first line is "${head.slice(0, 60)}"`);
    return vocabulary;
  } catch (cause) {
    throw new TwinstreamError(
      "DATA_DAMAGED",
      `a vocabulary of ${bytes.length} bytes can't be read: ${(cause as Error).message}; train the model again or restore its folder`,
      cause,
    );
  }
}

function nameOf(body: string, words: number): string {
  return words === 0 ? "none" : `v-${createHash("sha256").update(body).digest("hex").slice(0, 8)}`;
}

function writeTables({ texts, words, stems, pairs, titles }: VocabularyTables): string {
  return [
    `texts ${texts}`,
    ...writeTable("words", words),
    ...writeTable("stems", stems),
    ...writeTable("pairs", pairs),
    ...(titles === undefined ? [] : writeTitles(titles)),
    "",
  ].join("\n");
}

function writeTitles({ count, stems, starts, heads }: TitleTables): string[] {
  return [`titles ${count}`, `title-stems ${stems}`, ...writeTable("starts", starts), ...writeTable("heads", heads)];
}

function writeTable(name: string, table: ReadonlyMap<string, number>): string[] {
  const keys = [...table.keys()].sort();
  return [`${name} ${keys.length}`, ...keys.map((key) => `${key} ${table.get(key)}`)];
}

function readTables(body: string): VocabularyTables {
  const lines = body.split("\n");
  let place = 0;
  const readCount = (name: string): number => {
    const [key, count] = readLine(lines[place++], name);
    if (key !== name) throw new Error(`a line "${name} ..." is missing`);
    return count;
  };
  const readTable = (name: string): Map<string, number> => {
    const size = readCount(name);
    const table = new Map<string, number>();
    for (let row = 0; row < size; row++) table.set(...readLine(lines[place++], name));
    return table;
  };
  const tables = {
    texts: readCount("texts"),
    words: readTable("words"),
    stems: readTable("stems"),
    pairs: readTable("pairs"),
  };
  if (lines[place] === "") return tables;
  const titles = {
    count: readCount("titles"),
    stems: readCount("title-stems"),
    starts: readTable("starts"),
    heads: readTable("heads"),
  };
  return { ...tables, titles };
}

function readLine(line: string | undefined, table: string): [string, number] {
  const space = line?.lastIndexOf(" ") ?? -1;
  const count = Number(line?.slice(space + 1));
  if (line === undefined || space < 1 || !Number.isSafeInteger(count) || count < 0)
    throw new Error(`a row of its ${table} is damaged`);
  return [line.slice(0, space), count];
}
