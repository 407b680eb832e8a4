/**
 * Titles of which what was made is kept, each in every place that makes something of it: a shop shows the same ones again and again. A title whose
 * search is scored by the champion takes 2.5 kB in all.
 */
export const keptTitles = 8_192;
