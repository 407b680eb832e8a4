import { expect, test } from "vitest";
import { seededRandom } from "../../../models/random.ts";
import { createNoise, noiseOfCounts } from "../../../models/word2vec/noise.ts";

test.each([[[1]], [[1, 1, 1]], [[8, 1, 1, 6, 0.5, 3]], [[1e6, 1, 1]]])("noise: draws %j by their shares", (weights) => {
  const noise = createNoise(Float64Array.from(weights));
  const drawn = weights.map(() => 0);
  const draws = 60_000;
  const random = seededRandom(2);
  for (let i = 0; i < draws; i++) drawn[noise.draw(random)]!++;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  // four standard deviations of a count of draws are below 0.9 % of them
  for (const [place, weight] of weights.entries()) {
    expect(Math.abs(drawn[place]! / draws - weight / total)).toBeLessThan(0.009);
  }
});

test("noise: a word 16 times as frequent is drawn 8 times as often", () => {
  const noise = noiseOfCounts([16, 1], 0.75);
  // 8 of 9 parts are the first: the least share is drawn below the point, the most above
  const at = (point: number) => noise.draw({ ...seededRandom(1), uniform: () => point });
  const draws = Array.from({ length: 9_000 }, (_, i) => at(i / 9_000));
  expect(draws.filter((word) => word === 0)).toHaveLength(8_000);
});
