import { expect, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { NearestPoints } from "../../../models/map/nearest-points.ts";
import { unitPoints } from "../../../models/map/points.ts";
import { seededRandom } from "../../../models/random.ts";

const dimensions = 5;
const random = seededRandom(2);
const drawn = (count: number) => Float32Array.from({ length: count * dimensions }, () => random.uniform() - 0.5);
const rowOf = (values: Float32Array, row: number) => values.subarray(row * dimensions, (row + 1) * dimensions);

test("NearestPoints: finds what comparing one by one finds, over several blocks", async () => {
  const [values, others] = [drawn(40), drawn(600)];
  const nearest = await NearestPoints.open(unitPoints(values, dimensions));
  const done: number[] = [];
  const { each, rows } = await nearest.search(unitPoints(others, dimensions), 3, (count) => done.push(count));
  await nearest.close();
  expect(each).toBe(3);
  expect(done).toEqual([256, 512, 600]);
  for (let other = 0; other < 600; other++) {
    const cosines = Array.from({ length: 40 }, (_, row) => cosine(rowOf(values, row), rowOf(others, other)));
    const best = [...cosines.keys()].sort((a, b) => cosines[b]! - cosines[a]!).slice(0, 3);
    expect([...rows.subarray(other * 3, other * 3 + 3)]).toEqual(best);
  }
});

test("NearestPoints: gives no more than there are", async () => {
  const nearest = await NearestPoints.open(unitPoints(drawn(2), dimensions));
  expect(await nearest.search(unitPoints(drawn(1), dimensions), 15)).toMatchObject({ each: 2 });
  await nearest.close();
});
