import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { joinEnsembles } from "../../../models/relevance/join-ensembles.ts";
import { loadTrees, saveTrees } from "../../../models/trees/ensemble-file.ts";
import { predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";

/** One tree over three columns, the last one of categories, 1 and 3 of which go left. */
function someTree(base: number, threshold: number, values: readonly [number, number, number]): TreeEnsemble {
  return {
    ...{ columns: 3, base, roots: Uint32Array.of(0) },
    ...{ column: Int32Array.of(0, 2, -1, -1, -1), threshold: Float32Array.of(threshold, 0, 0, 0, 0) },
    ...{ left: Uint32Array.of(1, 2, 0, 0, 0), right: Uint32Array.of(4, 3, 0, 0, 0) },
    ...{ missingLeft: Uint8Array.of(1, 0, 0, 0, 0), value: Float32Array.of(0, 0, ...values) },
    ...{ gain: Float32Array.of(4, 2, 0, 0, 0), cover: Float32Array.of(9, 6, 3, 3, 3) },
    categories: new Map([[1, new Set([1, 3])]]),
  };
}

const [one, other] = [someTree(1, 0.5, [1, 2, 4]), someTree(3, 0.2, [-8, 16, 32])];
const joined = joinEnsembles([one, other], [0.25, 0.75]);
const random = seededRandom(1);
const values = Float32Array.from({ length: 60 }, (_, i) => (i % 3 < 2 ? random.uniform() : random.int(5)));
values[6] = Number.NaN;

test("joinEnsembles: predicts the weighted sum", () => {
  const [first, second] = [predictTrees(one, values), predictTrees(other, values)];
  expect([...predictTrees(joined, values)]).toEqual(
    Array.from(first, (value, row) => expect.closeTo(0.25 * value + 0.75 * second[row]!, 6)),
  );
});

test("joinEnsembles: what splits gain is weighed, what they cover is not, and a file holds it all", () => {
  expect([...joined.gain.filter((gain) => gain > 0)]).toEqual([1, 0.5, 3, 1.5]);
  expect([...joined.cover]).toEqual([...one.cover, ...other.cover]);
  const loaded = loadTrees("test", "trees.bin", saveTrees("trees.bin", joined));
  expect([...predictTrees(loaded, values)]).toEqual([...predictTrees(joined, values)]);
});

test("joinEnsembles: one alone with all the weight stays as it is", () => {
  expect(joinEnsembles([one], [1])).toEqual(one);
});
