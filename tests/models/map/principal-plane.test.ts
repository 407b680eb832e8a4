import { expect, test } from "vitest";
import { principalPlane } from "../../../models/map/principal-plane.ts";
import { seededRandom } from "../../../models/random.ts";

test("principalPlane: finds the two directions along which points differ most", () => {
  // 100 points that differ by up to 10 along (0,0,1), 3 along (1,0,0) and hardly along (0,1,0)
  const random = seededRandom(4);
  const values = Float32Array.from({ length: 300 }, (_, i) => [3, 0.1, 10][i % 3]! * random.uniform());
  const places = principalPlane({ values, count: 100, dimensions: 3 }, random);
  const correlation = (axis: number, column: number) => {
    const [a, b] = [0, 1].map((which) =>
      Array.from({ length: 100 }, (_, i) => (which === 0 ? places[2 * i + axis]! : values[3 * i + column]!)),
    );
    const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    const [ma, mb] = [mean(a!), mean(b!)];
    const dot = (p: readonly number[], mp: number, q: readonly number[], mq: number) =>
      p.reduce((sum, value, i) => sum + (value - mp) * (q[i]! - mq), 0);
    return Math.abs(dot(a!, ma, b!, mb)) / Math.sqrt(dot(a!, ma, a!, ma) * dot(b!, mb, b!, mb));
  };
  expect(correlation(0, 2)).toBeGreaterThan(0.99);
  expect(correlation(1, 0)).toBeGreaterThan(0.98);
});
