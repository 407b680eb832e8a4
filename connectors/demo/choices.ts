/** Attribute values that several product types share, as titles write them, the usual ones first. */
export const finishes = ["Chrome", "Brushed Nickel", "Matte Black", "Oil-Rubbed Bronze", "Polished Brass", "Stainless"];
export const metals = ["Galvanized Steel", "Stainless Steel", "Zinc-Plated", "Black", "Brass"];
export const homeColors = ["White", "Gray", "Black", "Beige", "Espresso", "Navy"];
export const outdoorColors = ["Brown", "Black", "Green", "Gray", "White", "Tan"];
export const applianceFinishes = ["Stainless Steel", "White", "Black", "Black Stainless Steel", "Slate"];
export const paintSizes = ["8 oz.", "1 qt.", "1 gal.", "5 gal."];
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
export const paintSheens = ["Eggshell", "Satin", "Semi-Gloss", "Flat", "Gloss"];
export const woods = ["Oak", "Maple", "Walnut", "Hickory", "Cherry"];
export const smallPacks = ["", "", "(2-Pack)", "(5-Pack)"];
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
export const pipeSizes = ["1/2 in.", "3/4 in.", "1 in.", "1-1/4 in.", "1-1/2 in.", "2 in."];
export const toolVoltages = ["12-Volt", "18-Volt", "20-Volt", "40-Volt"];
export const toolSets = ["(Tool-Only)", "Kit with 1 Battery and Charger", "Kit with 2 Batteries"];
