/** A number with its unit, such as `0.5in`. */
export interface Measure {
  readonly value: number;
  /** The canonical name of the unit, a key of `units`. */
  readonly unit: UnitName;
}

/** Every unit by its canonical name, with a pattern of how people write it. Only what stands after a number is read as a unit. */
export const units = {
  sqft: String.raw`sq(?:uare|r)?\.? ?-?(?:ft|feet|foot)|sqft`,
  sqin: String.raw`sq(?:uare)?\.? ?-?(?:in|inch|inches)`,
  sqyd: String.raw`sq(?:uare)?\.? ?-?(?:yd|yard)s?`,
  cuft: String.raw`cu(?:bic)?\.? ?-?(?:ft|feet|foot)|cuft|cf`,
  cuin: String.raw`cu(?:bic)?\.? ?-?(?:in|inch|inches)`,
  cuyd: String.raw`cu(?:bic)?\.? ?-?(?:yd|yard)s?`,
  in: `inches|inch|in|"|''`,
  ft: "feet|foot|ft|'",
  yd: "yards?|yds?",
  mm: "mm|millimeters?|millimetres?",
  cm: "cm|centimeters?|centimetres?",
  gal: "gallons?|gals?",
  qt: "quarts?|qts?|qrt",
  pint: "pints?",
  oz: String.raw`fl(?:uid)?\.? ?-?(?:oz|ounces?)|ounces?|oz`,
  lb: "pounds?|lbs?",
  volt: "volts?|v",
  amp: "amperes?|amps?",
  ah: "amp-hours?|ah",
  mah: "mah",
  kw: "kilowatts?|kw",
  watt: "watts?|w",
  btu: "btu(?:'?s|h)?",
  hp: "horse ?power|hp",
  gpm: "gpm",
  gpf: "gpf",
  gph: "gph",
  cfm: "cfm",
  psi: "psi",
  mph: "mph",
  rpm: "rpm",
  hz: "hz|hertz",
  mil: "mils?",
  ga: "gauge|guage|gage|ga|awg",
  degree: "degrees?|deg|°(?: ?[fc])?",
  kelvin: "kelvin",
  lumen: "lumens?",
  ton: "tons?",
  grit: "grit",
  pack: "packs?|pk",
  piece: "pieces?|pcs?|pc",
  count: "count|ct",
  "%": "percent|%",
} as const;

/** The canonical name of a unit. */
export type UnitName = keyof typeof units;

const unitNames = Object.keys(units) as readonly UnitName[];
const unitMatchers = unitNames.map((name) => [name, new RegExp(`^(?:${units[name]})$`)] as const);
const measurePattern = new RegExp(`^(\\d{1,12}(?:\\.\\d+)?)(${unitNames.join("|")})$`);
const dimensionPattern = /^\d+(?:\.\d+)?(?:x\d+(?:\.\d+)?)+$/;

/** Pattern source of any way to write any unit, the longest first. */
export const anyUnit: string = Object.values(units)
  .flatMap((pattern) => pattern.split(/\|(?![^(]*\))/))
  .sort((first, second) => second.length - first.length)
  .join("|");

const spellings = new Map<string, UnitName | undefined>();

/** The unit that a spelling such as `inches` or `sq. ft` stands for. */
export function findUnit(spelling: string): UnitName | undefined {
  if (!spellings.has(spelling))
    spellings.set(spelling, unitMatchers.find(([, pattern]) => pattern.test(spelling))?.[0]);
  return spellings.get(spelling);
}

/** The value of a number as people write it: `1,000`, `.5`, `3/4`, `1-1/2`, `1 1/2`; undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const mixed = /^(?:(\d+)[ -])?(\d+)\/(\d+)$/.exec(text);
  if (mixed !== null) {
    const value = Number(mixed[1] ?? 0) + Number(mixed[2]) / Number(mixed[3]);
    return Number.isFinite(value) ? value : undefined;
  }
  return /^(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/.test(text) && text !== ""
    ? Number(text.replaceAll(",", ""))
    : undefined;
}

/** A number below 1e15 as it stands in a canonical word: at most four decimals, no exponent. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 1e4) / 1e4);
}

/** What a canonical word such as `0.5in` or `12volt` measures; undefined for any other word. */
export function parseMeasure(word: string): Measure | undefined {
  const match = measurePattern.exec(word);
  return match === null ? undefined : { value: Number(match[1]), unit: match[2] as UnitName };
}

/** The sizes in a canonical dimension word: `2x4` is `[2, 4]`; undefined for any other word. */
export function parseDimension(word: string): readonly number[] | undefined {
  return dimensionPattern.test(word) ? word.split("x").map(Number) : undefined;
}
