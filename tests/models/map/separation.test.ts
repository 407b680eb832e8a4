import { expect, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { NearestPoints } from "../../../models/map/nearest-points.ts";
import { type Points, unitPoints } from "../../../models/map/points.ts";
import { separationOf } from "../../../models/map/separation.ts";
import { seededRandom } from "../../../models/random.ts";

function drawnPoints(count: number): Points {
  const random = seededRandom(5);
  return unitPoints(
    Float32Array.from({ length: count * 6 }, () => random.uniform() - 0.2),
    6,
  );
}

function vectorOf({ values, dimensions }: Points, point: number): Float32Array {
  return values.slice(point * dimensions, (point + 1) * dimensions);
}

/** The silhouette by its definition: every distance, one by one. */
function silhouetteByDefinition(points: Points, groupOf: Int32Array): number {
  const own = [...groupOf.keys()].filter((point) => groupOf[point]! >= 0);
  const values = own.map((point) => {
    const meanTo = (group: number) => {
      const others = own.filter((other) => other !== point && groupOf[other] === group);
      const distances = others.map((other) => 1 - cosine(vectorOf(points, point), vectorOf(points, other)));
      return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    };
    const within = meanTo(groupOf[point]!);
    if (Number.isNaN(within)) return 0;
    const beside = Math.min(
      ...[...new Set(own.map((other) => groupOf[other]!))].filter((g) => g !== groupOf[point]).map(meanTo),
    );
    return (beside - within) / Math.max(within, beside);
  });
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function measured(points: Points, groupOf: Int32Array) {
  const nearest = await NearestPoints.open(points);
  const neighbours = await nearest.search(points, 2);
  await nearest.close();
  return separationOf(points, groupOf, neighbours, seededRandom(1));
}

test("separationOf: the silhouette is that of its definition, and by chance it is lower", async () => {
  const points = drawnPoints(90);
  // -1 is of no group, and 7 is alone in its group
  const groupOf = Int32Array.from({ length: 90 }, (_, i) =>
    i === 0 ? 7 : i % 4 === 3 ? -1 : vectorOf(points, i)[0]! > 0.4 ? 1 : 2,
  );
  const separation = (await measured(points, groupOf))!;
  expect(separation.silhouette).toBeCloseTo(silhouetteByDefinition(points, groupOf), 5);
  expect(separation).toMatchObject({ groups: 3, measured: groupOf.filter((group) => group >= 0).length });

  expect(separation.silhouetteByChance).toBeLessThan(separation.silhouette);
});

test("separationOf: nearest neighbours agree where groups are apart, and by chance as often as sizes say", async () => {
  const points = unitPoints(Float32Array.of(1, 0, 1, 0.1, 1, 0.2, 0, 1, 0.1, 1), 2);
  const separation = await measured(points, Int32Array.of(0, 0, 0, 1, 1));
  // of 20 ordered pairs 6 + 2 are of one group
  expect(separation).toMatchObject({ agreement: 1, agreementByChance: 0.4 });
});

test("separationOf: one group can't be told from others", async () => {
  expect(await measured(drawnPoints(10), new Int32Array(10))).toBeUndefined();
  expect(await measured(drawnPoints(10), new Int32Array(10).fill(-1))).toBeUndefined();
});
