import type { Random } from "./random.ts";

/** How words are written by ear, and the parts of words that are. */
const byEar: readonly (readonly [RegExp, string])[] = [
  [/faucet/, "fawcet"],
  [/refrigerator/, "refridgerator"],
  [/ceiling/, "cieling"],
  [/receptacle/, "recepticle"],
  [/fluorescent/, "florescent"],
  [/chandelier/, "chandalier"],
  [/vinyl/, "vynil"],
  [/stainless/, "stainles"],
  [/laminate/, "lamanate"],
  [/insulation/, "insulaton"],
  [/polyurethane/, "polyeurethane"],
  [/thermostat/, "thermastat"],
  [/dehumidifier/, "dehumidifer"],
  [/sprinkler/, "sprinkeler"],
  [/ladder/, "lader"],
  [/hinge/, "henge"],
  [/galvanized/, "galvinized"],
  [/screws?$/, "srews"],
  [/ph/, "f"],
  [/ck/, "k"],
  [/ough/, "off"],
  [/tion/, "shun"],
  [/ei/, "ie"],
  [/ai/, "ay"],
  [/or$/, "er"],
  [/er$/, "or"],
  [/ea/, "ee"],
  [/qu/, "kw"],
  [/le$/, "el"],
];

/** Letters side by side on a keyboard. */
const neighbours: Readonly<Record<string, string>> = {
  a: "sqz",
  b: "vn",
  c: "xv",
  d: "sf",
  e: "wr",
  f: "dg",
  g: "fh",
  h: "gj",
  i: "uo",
  j: "hk",
  k: "jl",
  l: "k",
  m: "n",
  n: "bm",
  o: "ip",
  p: "o",
  q: "wa",
  r: "et",
  s: "ad",
  t: "ry",
  u: "yi",
  v: "cb",
  w: "qe",
  x: "zc",
  y: "tu",
  z: "x",
};

/** Words that shoppers write apart. */
const compounds: readonly (readonly [string, string])[] = [
  ["dishwasher", "dish washer"],
  ["drywall", "dry wall"],
  ["plywood", "ply wood"],
  ["doorbell", "door bell"],
  ["deadbolt", "dead bolt"],
  ["backsplash", "back splash"],
  ["sandpaper", "sand paper"],
  ["hardwood", "hard wood"],
  ["mailbox", "mail box"],
  ["workbench", "work bench"],
  ["microwave", "micro wave"],
  ["underlayment", "under layment"],
  ["sawhorse", "saw horse"],
  ["baseboard", "base board"],
];

type Mistake = (word: string, random: Random) => string;
const mistakes: readonly Mistake[] = [
  dropLetter,
  dropLetter,
  doubleLetter,
  swapLetters,
  swapLetters,
  strikeNeighbour,
  writeByEar,
  writeByEar,
  undouble,
];

/**
 * The query with one spelling mistake: a slip of the fingers, a word by ear, words run together or apart.
 * Undefined when it has no word long enough to get wrong.
 */
export function misspell(query: string, random: Random): string | undefined {
  const apart = compounds.find(([word]) => query.split(" ").includes(word));
  if (apart !== undefined && random.chance(0.3)) return query.replace(apart[0], apart[1]);
  const words = query.split(" ");
  const places = words.flatMap((word, place) => (/^[a-z]{5,}$/.test(word) ? [place] : []));
  if (places.length === 0) return undefined;
  const place = random.pick(places);
  const next = words[place + 1];
  if (next !== undefined && /^[a-z]{3,6}$/.test(next) && random.chance(0.1)) {
    return words.toSpliced(place, 2, `${words[place]}${next}`).join(" ");
  }
  return wrongly(words, place, random);
}

function wrongly(words: readonly string[], place: number, random: Random): string | undefined {
  const word = words[place]!;
  for (let tries = 0; tries < 8; tries++) {
    const wrong = random.pick(mistakes)(word, random);
    if (wrong !== word) return words.with(place, wrong).join(" ");
  }
  return undefined;
}

function innerPlace(word: string, random: Random): number {
  return random.integer(1, word.length - 2);
}

function dropLetter(word: string, random: Random): string {
  const place = innerPlace(word, random);
  return word.slice(0, place) + word.slice(place + 1);
}

function doubleLetter(word: string, random: Random): string {
  const place = innerPlace(word, random);
  return word.slice(0, place) + word[place] + word.slice(place);
}

function swapLetters(word: string, random: Random): string {
  const place = innerPlace(word, random);
  return word.slice(0, place) + word[place + 1] + word[place] + word.slice(place + 2);
}

function strikeNeighbour(word: string, random: Random): string {
  const place = innerPlace(word, random);
  const near = neighbours[word[place]!]!;
  return word.slice(0, place) + near[random.integer(0, near.length - 1)] + word.slice(place + 1);
}

function writeByEar(word: string, random: Random): string {
  const heard = byEar.filter(([part]) => part.test(word));
  if (heard.length === 0) return word;
  // Whole words stand before parts of words, so the first is the likeliest.
  const [part, sound] = heard[random.front(heard.length)]!;
  return word.replace(part, sound);
}

function undouble(word: string): string {
  return word.replace(/([a-z])\1/, "$1");
}
