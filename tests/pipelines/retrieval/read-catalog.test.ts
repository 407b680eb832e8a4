import { expect, test } from "vitest";
import { type CatalogChange, readCatalog } from "../../../pipelines/retrieval/read-catalog.ts";
import { createMemoryLog, createVirtualClock } from "../../../pipelines/testing.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell, withdraw } from "../../support/catalog.ts";

async function openLog() {
  const log = createMemoryLog({ clock: createVirtualClock(1_000_000), partitions: 3 });
  await log.createTopics(topics);
  return log;
}

async function read(news: AsyncIterable<readonly CatalogChange[]>): Promise<readonly CatalogChange[]> {
  const all: CatalogChange[] = [];
  for await (const changes of news) all.push(...changes);
  return all;
}

test("readCatalog: gives each change once, over all partitions", async () => {
  const log = await openLog();
  const news = readCatalog(log);
  expect(await read(news())).toEqual([]);
  const products = Array.from({ length: 20 }, (_, i) => catalogProduct(`p${i}`, `Chair ${i}`));
  await sell(log, products);
  expect((await read(news())).map(({ productId }) => productId).sort()).toEqual(
    products.map(({ productId }) => productId).sort(),
  );
  const changed = catalogProduct("p3", "Table");
  await sell(log, [changed]);
  await withdraw(log, "p4");
  expect(await read(news())).toEqual(
    expect.arrayContaining([
      { productId: "p3", product: changed },
      { productId: "p4", product: undefined },
    ]),
  );
  expect(await read(news())).toEqual([]);
});

test("readCatalog: what can't be read or is absurd is passed over", async () => {
  const log = await openLog();
  await log.append([
    { topic: "catalog", key: "p1", value: Uint8Array.of(1, 2, 3) },
    { topic: "catalog", key: null, value: null },
  ]);
  await sell(log, [catalogProduct("p2", "  "), catalogProduct("p3", "Chair")]);
  expect((await read(readCatalog(log)())).map(({ productId }) => productId)).toEqual(["p3"]);
});

test("readCatalog: a batch whose work failed comes again", async () => {
  const log = await openLog();
  await sell(log, [catalogProduct("p1", "Chair")]);
  const news = readCatalog(log);
  const failing = (async () => {
    for await (const _ of news()) throw new Error("it failed");
  })();
  await expect(failing).rejects.toThrow("it failed");
  expect(await read(news())).toHaveLength(1);
});
