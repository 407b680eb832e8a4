import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { openGramMaker } from "../../../models/relevance/gram-matrix.ts";

const columns = 5;
const random = seededRandom(4);
const portions = [7, 1, 300].map((rows) => Float32Array.from({ length: rows * columns }, () => random.uniform() - 0.5));

/** X'X, number by number. */
function products(values: readonly number[]): readonly number[] {
  return Array.from({ length: columns ** 2 }, (_, at) => {
    const [i, j] = [Math.floor(at / columns), at % columns];
    let sum = 0;
    for (let row = 0; row < values.length; row += columns) sum += values[row + i]! * values[row + j]!;
    return sum;
  });
}

async function gramOf(threads: number) {
  const maker = await openGramMaker(columns, threads);
  const [gram, untouched] = [maker.empty(), maker.empty()];
  for (const portion of portions) await gram.add(portion);
  await maker.close();
  return { gram, untouched };
}

test("openGramMaker: adds up the products of columns over portions, each matrix for itself", async () => {
  const { gram, untouched } = await gramOf(1);
  const expected = products(portions.flatMap((portion) => [...portion]));
  expect(gram.sums.size).toBe(columns);
  expect([...gram.sums.values]).toEqual(expected.map((value) => expect.closeTo(value, 4)));
  expect(untouched.sums.values).toEqual(new Float64Array(columns ** 2));
});

test("openGramMaker: gives the same with any number of threads", async () => {
  expect((await gramOf(2)).gram.sums).toEqual((await gramOf(1)).gram.sums);
});
