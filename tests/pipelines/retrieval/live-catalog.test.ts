import { expect, onTestFinished, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import type { CurrentModel, LiveModel } from "../../../pipelines/live-models.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { createMemoryLog, createVirtualClock } from "../../../pipelines/testing.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell, withdraw } from "../../support/catalog.ts";
import { liveOnShop } from "../../support/trained-model.ts";

const first = await liveOnShop("ridge-1", 40);
const second = await liveOnShop("ridge-2", 60);

async function openLog(): Promise<EventLog> {
  const log = createMemoryLog({ clock: createVirtualClock(1_000_000) });
  await log.createTopics(topics);
  return log;
}

/** Models of which the test says who is the champion, and which tells who is lent how often. */
function championOf(champion: LiveModel) {
  const lent = new Map<string, number>();
  const count = (live: LiveModel, by: number) => lent.set(live.reference, (lent.get(live.reference) ?? 0) + by);
  const models = {
    champion,
    current: async () => {
      count(models.champion, 1);
      return models.champion;
    },
    release: (live: LiveModel) => void count(live, -1),
  };
  return { models, lent };
}

async function open(log: EventLog, models: CurrentModel<LiveModel>): Promise<LiveCatalog> {
  const catalog = await LiveCatalog.open(log, models);
  onTestFinished(() => catalog.close());
  await catalog.catchUp();
  return catalog;
}

/** Ids of the products found by words, with the space of the index that answers. */
function find(catalog: LiveCatalog, query: string) {
  return catalog.use(async ({ index, live }) => {
    const { documents } = index.byWords(live.analyser.analyseTitle(query).stems, 10);
    return { space: index.space, ids: index.productsAt(documents).map(({ product }) => product.productId) };
  });
}

test("LiveCatalog: finds what the log has, as it changes", async () => {
  const log = await openLog();
  await sell(log, [catalogProduct("p1", "Red Chair"), catalogProduct("p2", "Blue Chair")]);
  const catalog = await open(log, championOf(first).models);
  expect((await find(catalog, "chair")).ids).toEqual(["p1", "p2"]);
  await sell(log, [catalogProduct("p3", "Oak Chair"), catalogProduct("p1", "Table"), catalogProduct("p4", "Chair")]);
  await withdraw(log, "p2");
  await withdraw(log, "p4");
  await catalog.catchUp();
  expect((await find(catalog, "chair")).ids).toEqual(["p3"]);
  expect((await find(catalog, "table")).ids).toEqual(["p1"]);
  expect(catalog.size).toBe(2);
});

test("LiveCatalog: another champion of the same reading takes over without a new index", async () => {
  const log = await openLog();
  await sell(log, [catalogProduct("p1", "Red Chair")]);
  const { models, lent } = championOf(first);
  const catalog = await open(log, models);
  const index = await catalog.use(async (searchable) => searchable.index);
  models.champion = { ...first, reference: "ridge-9" };
  await catalog.catchUp();
  await catalog.use(async (searchable) => {
    expect(searchable.index).toBe(index);
    expect(searchable.live.reference).toBe("ridge-9");
  });
  expect(Object.fromEntries(lent)).toEqual({ "ridge-1": 0, "ridge-9": 1 });
});

test("LiveCatalog: when the champion reads otherwise the old index answers until the new one is whole, and both take what is new", async () => {
  const log = await openLog();
  await sell(
    log,
    Array.from({ length: 450 }, (_, i) => catalogProduct(`p${i}`, `Chair ${i}`)),
  );
  const { models, lent } = championOf(first);
  const catalog = await open(log, models);
  const meanwhile: { space: string; ids: readonly string[] }[] = [];
  const embed: LiveModel["embedder"]["embed"] = async (texts) => {
    if (meanwhile.length === 0) {
      await sell(log, [catalogProduct("new", "Sofa"), catalogProduct("p1", "Bench")]);
      await withdraw(log, "p449");
    }
    meanwhile.push(await find(catalog, "sofa"));
    return second.embedder.embed(texts);
  };
  models.champion = { ...second, embedder: { ...second.embedder, embed } };
  expect(second.embedder.space).not.toBe(first.embedder.space);
  await catalog.catchUp();
  expect(meanwhile.map(({ space }) => space)).toEqual(meanwhile.map(() => first.embedder.space));
  expect(meanwhile[0]!.ids).toEqual([]);
  expect(meanwhile.at(-1)!.ids).toEqual(["new"]);
  expect(await find(catalog, "sofa")).toEqual({ space: second.embedder.space, ids: ["new"] });
  expect((await find(catalog, "bench")).ids).toEqual(["p1"]);
  expect((await find(catalog, "chair 449")).ids).not.toContain("p449");
  expect(await catalog.use(async ({ index }) => index.size)).toBe(450);
  expect(Object.fromEntries(lent)).toEqual({ "ridge-1": 0, "ridge-2": 1 });
});

test("LiveCatalog: a rebuild that fails leaves the old index, gives the model back, and is tried again", async () => {
  const log = await openLog();
  await sell(log, [catalogProduct("p1", "Red Chair")]);
  const { models, lent } = championOf(first);
  const catalog = await open(log, models);
  const embed = () => Promise.reject(new Error("no memory"));
  models.champion = { ...second, embedder: { ...second.embedder, embed } };
  await expect(catalog.catchUp()).rejects.toThrow("no memory");
  expect(await find(catalog, "chair")).toEqual({ space: first.embedder.space, ids: ["p1"] });
  expect(lent.get("ridge-2")).toBe(0);
  models.champion = second;
  await catalog.catchUp();
  expect(await find(catalog, "chair")).toEqual({ space: second.embedder.space, ids: ["p1"] });
});

test("LiveCatalog: an index that was replaced lives as long as a search needs it", async () => {
  const log = await openLog();
  await sell(log, [catalogProduct("p1", "Red Chair")]);
  const { models, lent } = championOf(first);
  const catalog = await open(log, models);
  await catalog.use(async ({ index }) => {
    models.champion = second;
    await catalog.catchUp();
    expect(lent.get("ridge-1")).toBe(1);
    const { vector } = index.product("p1")!;
    expect((await index.byVector(vector, 1)).documents).toHaveLength(1);
  });
  expect(lent.get("ridge-1")).toBe(0);
});
