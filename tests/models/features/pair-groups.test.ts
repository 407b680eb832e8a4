import { expect, test } from "vitest";
import { matchPair } from "../../../models/features/matched-pair.ts";
import { pairGroups } from "../../../models/features/pair-groups.ts";
import { prepareQuery } from "../../../models/features/prepared-query.ts";
import { prepareTitle } from "../../../models/features/prepared-title.ts";
import { createTerms } from "../../../models/features/terms.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";
import { featureNames, features } from "../../../schemas/feature-sets.ts";

const vector = Float32Array.of(1, 0);

function pairOf(query: string, title: string) {
  const terms = createTerms(emptyVocabulary);
  const analysed = (text: string) => {
    const words = text.split(" ").filter((word) => word !== "");
    return { words, stems: words, rewrites: [] };
  };
  const prepared = {
    query: prepareQuery(analysed(query), terms),
    title: prepareTitle(analysed(title), terms),
  };
  return matchPair({ ...prepared, vocabulary: emptyVocabulary, brand: [], queryVector: vector, titleVector: vector });
}

test.each(Object.entries(pairGroups))(
  "pairGroups: %s writes each of its own features, whatever the texts, and no other's",
  (group, write) => {
    const own = featureNames.filter((name) => features[name].group === group);
    for (const pair of [pairOf("white fan 52in", "52in white ceiling fan"), pairOf("", "oak"), pairOf("oak 2", "")]) {
      const row = new Float32Array(featureNames.length).fill(Number.POSITIVE_INFINITY);
      write(pair, row);
      expect(featureNames.filter((_, column) => row[column] !== Number.POSITIVE_INFINITY)).toEqual(own);
    }
  },
);
