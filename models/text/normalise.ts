import type { Rewrite } from "../../schemas/generated/events.ts";

/** A text in its plain form, and the changes on the way that a person would care about. */
export interface NormalisedText {
  readonly text: string;
  readonly rewrites: readonly Rewrite[];
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: "&",
  quot: '"',
  apos: "'",
  lt: "<",
  gt: ">",
  nbsp: " ",
  deg: "°",
  times: "×",
  frac12: "½",
  frac14: "¼",
  frac34: "¾",
  prime: "′",
  Prime: "″",
  reg: "®",
  trade: "™",
  copy: "©",
  ndash: "–",
  mdash: "—",
  lsquo: "‘",
  rsquo: "’",
  ldquo: "“",
  rdquo: "”",
  hellip: "…",
  eacute: "é",
};

const fractions: Readonly<Record<string, string>> = {
  "½": "1/2",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "1/4",
  "¾": "3/4",
  "⅕": "1/5",
  "⅖": "2/5",
  "⅗": "3/5",
  "⅘": "4/5",
  "⅙": "1/6",
  "⅚": "5/6",
  "⅛": "1/8",
  "⅜": "3/8",
  "⅝": "5/8",
  "⅞": "7/8",
};

const entityPattern = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));/g;
// spreadsheets escape control characters as _x000D_
const spreadsheetEscape = /_x00[01][\da-f]_/gi;
// the degree sign of an old Macintosh file that was read as latin-1
const damagedDegree = /(\d) ?å¡/g;
const fractionPattern = /(\d)?[ -]?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g;
const maximalUnescapes = 3;

/**
 * The plain form of a text: Unicode NFKC, HTML entities decoded, quotes, primes and dashes as on a keyboard, fraction characters
 * spelled out, lower case, no accents on Latin letters, no control characters, single spaces. Takes any string, broken ones too;
 * normalising its own result changes nothing.
 */
export function normalise(text: string): NormalisedText {
  const rewrites: Rewrite[] = [];
  let plain = text;
  if (plain.includes("&")) plain = decodeEntities(plain, rewrites);
  if (plain.includes("_x")) plain = plain.replace(spreadsheetEscape, " ");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is the test for plain ASCII
  if (/[^\x00-\x7f]/.test(plain)) plain = foldCharacters(plain, rewrites);
  return { text: tidy(plain.toLowerCase()), rewrites };
}

function decodeEntities(text: string, rewrites: Rewrite[]): string {
  let decoded = text;
  // texts are met that were escaped twice: &amp;#39;
  for (let pass = 0; pass < maximalUnescapes; pass++) {
    const before = decoded;
    decoded = before.replace(entityPattern, (entity, decimal, hex, name) => {
      const character = decodeEntity(decimal, hex, name);
      if (character === undefined) return entity;
      rewrites.push({ from: entity, to: character, rule: "character" });
      return character;
    });
    if (decoded === before) break;
  }
  return decoded;
}

function decodeEntity(decimal?: string, hex?: string, name?: string): string | undefined {
  if (name !== undefined) return Object.hasOwn(namedEntities, name) ? namedEntities[name] : undefined;
  const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

function foldCharacters(text: string, rewrites: Rewrite[]): string {
  return text
    .replace(damagedDegree, (from, digit) => noted(rewrites, from, `${digit}°`))
    .replace(fractionPattern, (from, digit, fraction) =>
      noted(rewrites, from.trim(), `${digit === undefined ? " " : `${digit}-`}${fractions[fraction]}`),
    )
    .replace(/[″“”„‟〞＂]|′′/g, '"')
    .replace(/[′‘’‚‛ʼ＇`´]/g, "'")
    .replace(/(\d) ?[º˚]/g, "$1°")
    .replace(/\b(ft|in|yd|m|cm)²/gi, "sq $1")
    .replace(/\b(ft|in|yd|m|cm)³/gi, "cu $1")
    .replace(/[™®©℠\u00ad\u200b-\u200f\u2060\ufeff]/g, "")
    .normalize("NFKC")
    .replace(/[⁄∕]/g, "/")
    .replace(/[‐-―−]/g, "-")
    .replace(/[×✕✖]/g, "x")
    .replace(/\p{Cs}/gu, " ")
    .toLowerCase()
    .normalize("NFD")
    .replace(/(\p{Script=Latin})\p{Mn}+/gu, "$1")
    .normalize("NFC")
    .replace(/ß/g, "ss")
    .replace(/ς/g, "σ");
}

function noted(rewrites: Rewrite[], from: string, to: string): string {
  rewrites.push({ from, to: to.trim(), rule: "character" });
  return to;
}

const blanks = /[\s\p{Cc}\u200b-\u200f\u2060\ufeff]+/gu;
const untidy = /[^\S ]|[\p{Cc}\u200b-\u200f\u2060\ufeff]| {2}/u;

function tidy(text: string): string {
  // most texts have single spaces only: to put each of them in place again costs more than to look
  return (untidy.test(text) ? text.replace(blanks, " ") : text).trim();
}
