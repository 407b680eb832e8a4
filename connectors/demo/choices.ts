/*
 * Attribute values that several product types share, as titles write them, the usual ones first.
 */

/** Finishes of fittings and hardware. */
export const finishes = ["Chrome", "Brushed Nickel", "Matte Black", "Oil-Rubbed Bronze", "Polished Brass", "Stainless"];
/** Metals of fasteners and fittings. */
export const metals = ["Galvanized Steel", "Stainless Steel", "Zinc-Plated", "Black", "Brass"];
/** Colours of things that stand in a room. */
export const homeColors = ["White", "Gray", "Black", "Beige", "Espresso", "Navy"];
/** Colours of things that stand outside. */
export const outdoorColors = ["Brown", "Black", "Green", "Gray", "White", "Tan"];
/** Finishes of large kitchen appliances. */
export const applianceFinishes = ["Stainless Steel", "White", "Black", "Black Stainless Steel", "Slate"];
/** What paint is sold in. */
export const paintSizes = ["8 oz.", "1 qt.", "1 gal.", "5 gal."];
/** Colours of paint. */
export const paintColors = [
  "White",
  "Light Gray",
  "Navy Blue",
  "Sage Green",
  "Beige",
  "Charcoal",
  "Barn Red",
  "Sky Blue",
  "Almond",
  "Black",
];
/** How a paint shines. */
export const paintSheens = ["Eggshell", "Satin", "Semi-Gloss", "Flat", "Gloss"];
/** Woods of floors, doors and furniture. */
export const woods = ["Oak", "Maple", "Walnut", "Hickory", "Cherry"];
/** Packs of things that are mostly sold one by one. */
export const smallPacks = ["", "", "(2-Pack)", "(5-Pack)"];
/** Names of product lines. */
export const collections = [
  "Ashcombe",
  "Brandon",
  "Callaway",
  "Delmore",
  "Eastwick",
  "Fairmont",
  "Glenrose",
  "Hartwell",
  "Linden",
  "Norbury",
  "Preston Hill",
  "Westmere",
];
/** Nominal sizes of pipes and fittings. */
export const pipeSizes = ["1/2 in.", "3/4 in.", "1 in.", "1-1/4 in.", "1-1/2 in.", "2 in."];
/** Voltages of cordless tools. */
export const toolVoltages = ["12-Volt", "18-Volt", "20-Volt", "40-Volt"];
/** What a cordless tool comes with. */
export const toolSets = ["(Tool-Only)", "Kit with 1 Battery and Charger", "Kit with 2 Batteries"];
