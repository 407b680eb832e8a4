/** Words that say nothing of a product; `x` and `by` stand between sizes. */
export const stopWords: ReadonlySet<string> = new Set(
  "a an the and or of for in on at to with without from by as is are be it its this that your my our i you we x w per not how what do does".split(
    " ",
  ),
);
