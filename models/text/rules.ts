/** Every rule that may change a text, by the name it has in the trail, with what it does. */
export const rules = {
  character: "HTML entities, fraction characters and damaged characters became plain ones: `&amp;` `½`.",
  unit: "A number and its unit became one word: `1-1/2 in.` is `1.5in`, `5-gallon` is `5gal`.",
  number: "A number got its plain form: `60,000` is `60000`.",
  dimension: "Sizes became their pair and each size with a unit: `2 in. x 4 in.` is `2x4 2in 4in`.",
  code: "A letter and its number became one word: `R-13` is `r13`.",
  compound: "Two words that the shop rather writes as one were joined: `show erhead`, `door bell`.",
  split: "One word that the shop rather writes as two was split: `doorknob`.",
  spelling: "A word unknown to the shop became the known word closest to it. Queries only.",
} as const;

/** The name of a rule, as it stands in a trail. */
export type RuleName = keyof typeof rules;
