import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { type CatalogMapsOptions, catalogMaps, type KnownMap } from "../../../pipelines/map/catalog-maps.ts";
import type { CatalogMap } from "../../../pipelines/map/compose-map.ts";
import type { DrawCatalog } from "../../../pipelines/map/draw-in-thread.ts";
import { catalogOnDemand } from "../../../pipelines/retrieval/catalog-on-demand.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { drawHere } from "../../support/draw-here.ts";
import { openRegistry } from "../../support/registry.ts";

const products = ["Oak Chair", "Oak Table", "Red Lamp", "Blue Lamp", "Lamp Shade", "Oak Bench"].map((title, i) =>
  catalogProduct(`p${i}`, title, { category: `Home > ${title.split(" ")[1]}` }),
);

/** A shop of six products, and maps of it. */
async function shop(options: Partial<CatalogMapsOptions> = {}) {
  const { clock, log, folder } = await openRegistry();
  await sell(log, products);
  const draw = vi.fn<DrawCatalog>(drawHere);
  const begin = () => {
    const catalog = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
    const maps = catalogMaps({ catalog, folder: join(folder, "maps"), draw, notice: expect.unreachable, ...options });
    onTestFinished(async () => {
      await maps.close();
      await catalog.close();
    });
    return maps;
  };
  return { clock, log, folder, draw, begin, maps: begin() };
}

const patiently = { timeout: 60_000, interval: 5 };

/** The map once nothing is drawn any more. */
const drawn = (maps: { get(): Promise<KnownMap> }) =>
  vi.waitFor(async () => {
    const known = await maps.get();
    if (known.map === undefined || known.progress !== undefined) throw new Error("not yet");
    return { ...known, map: JSON.parse(Buffer.from(known.map).toString()) as CatalogMap };
  }, patiently);

test("catalogMaps: tells how far the first map is, then gives it", async () => {
  const { maps, draw } = await shop();
  expect(await maps.get()).toEqual({ map: undefined, progress: { share: 0, doing: "reading the catalog" } });
  const { map, isCurrent } = await drawn(maps);
  expect(isCurrent).toBe(true);
  expect(map).toMatchObject({
    ...{ space: "hashed-ngrams-128-1/none", products: 6, shown: 6, fitted: 6 },
    categories: ["Home > Bench", "Home > Chair", "Home > Lamp", "Home > Shade", "Home > Table"],
  });
  expect(map.points).toMatchObject({ id: ["p0", "p1", "p2", "p3", "p4", "p5"], category: [1, 4, 2, 2, 3, 0] });
  expect(map.points.title).toEqual(products.map(({ title }) => title));
  expect([...map.points.x, ...map.points.y].every((place) => place >= 0 && place <= 1)).toBe(true);
  expect(map.separations.map(({ by, groups }) => [by, groups])).toEqual([["category", 5]]);
  expect(draw).toHaveBeenCalledOnce();
});

test("catalogMaps: a restart finds the map, and draws another one where the catalog has changed", async () => {
  const { maps, log, draw, begin, clock } = await shop();
  const before = await drawn(maps);
  await maps.close();
  const again = begin();
  expect((await drawn(again)).map).toEqual(before.map);
  expect(draw).toHaveBeenCalledOnce();
  await sell(log, [catalogProduct("p6", "Garden Hose")]);
  await clock.advance(1_000);
  const stale = await again.get();
  expect(stale).toMatchObject({ isCurrent: false, progress: { share: 0 } });
  const after = await drawn(again);
  expect(after).toMatchObject({ isCurrent: true, map: { products: 7, shown: 7 } });
  expect(draw).toHaveBeenCalledTimes(2);
});

test("catalogMaps: shows some of a catalog that is too large, the same ones each time", async () => {
  const { log, maps } = await shop({ mostProducts: 20 });
  const many = Array.from({ length: 200 }, (_, i) => catalogProduct(`q${i}`, `Hose of ${i} feet`));
  await sell(log, many);
  const { map } = await drawn(maps);
  expect(map).toMatchObject({ products: 206, separations: [] });
  expect(map.shown).toBe(map.points.id.length);
  expect(map.shown).toBeGreaterThan(8);
  expect(map.shown).toBeLessThan(36);
});

test("catalogMaps: an empty catalog has an empty map", async () => {
  const { clock, log, folder } = await openRegistry();
  const catalog = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
  onTestFinished(() => catalog.close());
  const maps = catalogMaps({ catalog, folder, draw: drawHere, notice: expect.unreachable });
  expect((await drawn(maps)).map).toMatchObject({ products: 0, shown: 0, points: { id: [], x: [] } });
});

test("catalogMaps: a failure is told once, and the next who asks begins anew", async () => {
  const { maps, draw } = await shop();
  draw.mockRejectedValueOnce(new Error("out of memory"));
  await maps.get();
  await expect(
    vi.waitFor(() =>
      maps.get().then(
        () => Promise.reject(new Error("not yet")),
        (error: Error) => error.message,
      ),
    ),
  ).resolves.toBe("out of memory");
  expect((await drawn(maps)).map.shown).toBe(6);
});

test("catalogMaps: a catalog that can't be read is told once, and read anew", async () => {
  const { clock, log, folder } = await openRegistry();
  const catalog = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
  onTestFinished(() => catalog.close());
  const get = vi.fn(catalog.get).mockRejectedValueOnce(new Error("the log is away"));
  const maps = catalogMaps({ catalog: { ...catalog, get }, folder, draw: drawHere, notice: expect.unreachable });
  expect(await maps.get()).toMatchObject({ progress: { doing: "reading the catalog" } });
  await expect(maps.get()).rejects.toThrow("the log is away");
  expect((await drawn(maps)).map.shown).toBe(0);
});

test("catalogMaps: a map that can't be kept is shown all the same, and a person is told", async () => {
  const notices: string[] = [];
  const { folder, maps } = await shop({ notice: (text) => notices.push(text) });
  writeFileSync(join(folder, "maps"), "a file where the folder should be");
  expect((await drawn(maps)).map.shown).toBe(6);
  await maps.close();
  expect(notices).toEqual([
    expect.stringContaining("the map of the catalog is shown, and drawn again after a restart: can't write"),
  ]);
});

test("catalogMaps: closing ends what is being drawn", async () => {
  const draw = vi.fn<DrawCatalog>(
    (_, __, ___, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
  );
  const { maps } = await shop({ draw });
  await vi.waitFor(async () => {
    await maps.get();
    expect(draw).toHaveBeenCalledOnce();
  });
  await maps.close();
});
