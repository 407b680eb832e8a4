import { expect, test } from "vitest";
import { type Drawn, drawMap } from "../../../models/map/draw-map.ts";
import { seededRandom } from "../../../models/random.ts";

const dimensions = 8;

/** Vectors around three directions, a third of them around each, and which one. */
function threeGroups(count: number): Drawn & { readonly groups: Int32Array } {
  const random = seededRandom(3);
  const groups = Int32Array.from({ length: count }, (_, i) => i % 3);
  const values = Float32Array.from({ length: count * dimensions }, (_, i) => {
    const isOwnAxis = i % dimensions === groups[Math.floor(i / dimensions)];
    return (isOwnAxis ? 3 : 0) + random.uniform();
  });
  return { values, dimensions, groupings: [groups], groups };
}

/** The share of points whose nearest other one on the map is of their group. */
function agreementOnMap({ x, y }: { x: Float32Array; y: Float32Array }, groups: Int32Array): number {
  const agreeing = groups.filter((group, i) => {
    const distances = Float64Array.from(x, (other, j) =>
      i === j ? Number.POSITIVE_INFINITY : (other - x[i]!) ** 2 + (y[j]! - y[i]!) ** 2,
    );
    return groups[distances.indexOf(Math.min(...distances))] === group;
  });
  return agreeing.length / groups.length;
}

const quietly = { seed: 1, progress: () => {} };

test("drawMap: what is alike lies together, within the unit square", async () => {
  const { groups, ...drawn } = threeGroups(60);
  const map = await drawMap(drawn, quietly);
  expect(map.fitted).toBe(60);
  expect(agreementOnMap(map, groups)).toBe(1);
  expect([...map.x, ...map.y].every((value) => value >= 0 && value <= 1)).toBe(true);
  expect(Math.max(Math.max(...map.x) - Math.min(...map.x), Math.max(...map.y) - Math.min(...map.y))).toBeCloseTo(1);
});

test("drawMap: what was not laid out lies where its neighbours do", async () => {
  const { groups, ...drawn } = threeGroups(150);
  const map = await drawMap(drawn, { ...quietly, largestFit: 60 });
  expect(map.fitted).toBe(60);
  expect(agreementOnMap(map, groups)).toBeGreaterThan(0.98);
});

test("drawMap: equal vectors and seeds give equal maps", async () => {
  const [one, same] = [await drawMap(threeGroups(50), quietly), await drawMap(threeGroups(50), quietly)];
  expect(one).toEqual(same);
  expect((await drawMap(threeGroups(50), { ...quietly, seed: 2 })).x).not.toEqual(one.x);
});

test("drawMap: tells how far it is, up to the end", async () => {
  const told: number[] = [];
  const doings = new Set<string>();
  const progress = (share: number, doing: string) => {
    told.push(share);
    doings.add(doing);
  };
  await drawMap(threeGroups(90), { seed: 1, largestFit: 30, progress });
  expect(told).toEqual([...told].sort((a, b) => a - b));
  expect(told.at(-1)).toBe(1);
  expect([...doings]).toEqual(["finding neighbours", "laying out", "placing the others"]);
});

test.for([0, 1, 2, 4, 5, 15, 16])("drawMap: draws %i vectors", async (count) => {
  const { x, y, fitted } = await drawMap(threeGroups(count), quietly);
  expect([x.length, y.length, fitted]).toEqual([count, count, count]);
  expect([...x, ...y].every((value) => value >= 0 && value <= 1)).toBe(true);
});

test.for([1, 0])("drawMap: draws vectors that are all equal, of %i", async (value) => {
  const values = new Float32Array(20 * dimensions).fill(value);
  const { x, y } = await drawMap({ values, dimensions, groupings: [new Int32Array(20)] }, quietly);
  expect([...x, ...y].every(Number.isFinite)).toBe(true);
});
