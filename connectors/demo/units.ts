import type { Random } from "./random.ts";

/** How shoppers write what titles write, tried in order; a rule's first way is its usual one. */
const rules: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(\d\S*) in\. x (\d\S*) in\. x (\d\S*) in\.$/, ["$1x$2x$3", "$1 x $2 x $3"]],
  [/^(\d\S*) in\. x (\d\S*) in\.$/, ["$1x$2", "$1 x $2", "$1 in x $2 in", '$1"x$2"']],
  [/^(\d\S*) ft\. x (\d\S*) ft\.$/, ["$1x$2", "$1 x $2", "$1 by $2", "$1'x$2'"]],
  [/^1\/2 in\.$/, ["1/2 inch", '1/2"', "1/2 in", "half inch", "1/2"]],
  [/^3\/4 in\.$/, ["3/4 inch", '3/4"', "3/4 in", "three quarter inch", "3/4"]],
  [/ sq\. ft\./g, [" sq ft", " square feet", "sqft", " sq. ft."]],
  [/ cu\. ft\./g, [" cu ft", " cubic feet", " cu. ft.", " cubic foot"]],
  [/ cu\. in\./g, [" cu in", " cubic inch"]],
  [/ in\./g, [" inch", " in", '"', "in", " inches", " in."]],
  [/ ft\./g, [" ft", " foot", " feet", "'", "ft"]],
  [/ gal\./g, [" gallon", " gal", " gallons", "gal"]],
  [/ lb\./g, [" lb", " pound", "lb", " lbs"]],
  [/ oz\./g, [" oz", "oz", " ounce"]],
  [/ qt\./g, [" quart", " qt"]],
  [/ pt\./g, [" pint"]],
  [/ yds\./g, [" yards", " yd"]],
  [/-volt\b/g, [" volt", "v", "-volt", " v"]],
  [/-watt\b/g, [" watt", "w", " watts", "-watt"]],
  [/-amp\b/g, [" amp", "a", " amps"]],
  [/(\d),(\d{3})/g, ["$1$2", "$1$2", "$1,$2"]],
  [/\((\d+)-pack\)/, ["$1 pack", "pack of $1", "$1-pack"]],
  [/[()]/g, [""]],
  [/([a-z])-([a-z])/g, ["$1 $2", "$1 $2", "$1-$2"]],
  [/(\d)-([a-z])/g, ["$1 $2", "$1-$2"]],
];

/** An attribute's value in a shopper's words: "1/2 in." may become `1/2"`, `1/2 inch` or `half inch`. */
export function shopperValue(value: string, random: Random): string {
  let text = value.toLowerCase();
  for (const [pattern, ways] of rules) {
    if (text.search(pattern) >= 0) text = text.replace(pattern, ways[random.front(ways.length)]!);
  }
  return text.trim();
}
