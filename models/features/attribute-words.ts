/** Words that name one of several values a product can have, by what they describe. Words of one line mean the same. */
const words = {
  colour: [
    "white snow",
    "offwhite ivory cream bone linen biscuit almond eggshell vanilla",
    "black ebony onyx",
    "gray grey charcoal slate graphite pewter",
    "silver",
    "red crimson scarlet",
    "burgundy maroon wine",
    "blue navy azure cobalt indigo",
    "turquoise teal aqua",
    "green olive sage emerald lime",
    "yellow",
    "gold golden",
    "orange",
    "pink rose",
    "purple violet lavender plum",
    "brown chocolate espresso coffee mocha java",
    "beige tan taupe sand khaki",
    "clear transparent",
    "natural unfinished",
    "chrome",
    "nickel",
    "bronze",
    "brass",
    "copper",
    "stainless",
    "mahogany",
    "walnut",
    "cherry",
    "oak",
    "maple",
    "multicolor multi multicolored",
  ],
  material: [
    "steel stainless",
    "iron",
    "aluminum aluminium",
    "zinc galvanized",
    "brass",
    "copper",
    "bronze",
    "plastic polypropylene polyethylene resin acrylic",
    "pvc vinyl",
    "cpvc",
    "pex",
    "abs",
    "rubber",
    "wood wooden hardwood oak pine cedar maple birch poplar hickory walnut cherry mahogany teak redwood whitewood bamboo plywood",
    "mdf particleboard laminate melamine hardboard",
    "glass",
    "ceramic porcelain",
    "marble",
    "granite",
    "quartz",
    "slate",
    "travertine limestone",
    "concrete cement",
    "brick",
    "stone",
    "fiberglass",
    "foam",
    "leather",
    "wicker rattan",
    "cotton",
    "wool",
    "polyester nylon",
    "paper",
    "felt",
  ],
  energy: ["gas propane", "electric electrical corded", "cordless battery", "solar", "charcoal", "wood pellet", "oil"],
  place: [
    "indoor interior inside",
    "outdoor exterior outside patio",
    "underground",
    "ceiling",
    "wall",
    "floor",
    "table",
  ],
  side: ["left lh lefthand", "right rh righthand"],
  sex: ["male mip", "female fip"],
  shape: ["round circular", "square", "rectangular rectangle", "elongated oval", "corner"],
  light: ["led", "incandescent", "fluorescent cfl", "halogen", "xenon"],
  gloss: ["gloss glossy polished", "semigloss", "satin", "matte flat", "eggshell"],
  number: ["single 1light", "double dual twin", "triple"],
} as const;

/** What a word can describe. */
export type Attribute = keyof typeof words;

/** A value that a word names: of what, and which one. */
export interface AttributeValue {
  readonly attribute: Attribute;
  readonly value: number;
}

const valuesByWord = new Map<string, AttributeValue[]>();
for (const attribute of Object.keys(words) as Attribute[]) {
  words[attribute].forEach((synonyms, value) => {
    for (const word of synonyms.split(" ")) {
      const values = valuesByWord.get(word) ?? [];
      valuesByWord.set(word, values);
      values.push({ attribute, value });
    }
  });
}

const none: readonly AttributeValue[] = [];

/** The values that a word in lower case names; none for most words. */
export function attributeValues(word: string): readonly AttributeValue[] {
  return valuesByWord.get(word) ?? none;
}
