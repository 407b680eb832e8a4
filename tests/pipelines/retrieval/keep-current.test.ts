import { expect, onTestFinished, test } from "vitest";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { keepCurrent } from "../../../pipelines/retrieval/keep-current.ts";
import { LiveCatalog } from "../../../pipelines/retrieval/live-catalog.ts";
import { searchProducts } from "../../../pipelines/retrieval/search-products.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { catalogProduct, sell, withdraw } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";

test("keepCurrent: a product is found within a second of its event, and no longer than that after it went", async () => {
  const { clock, log } = await openRegistry();
  const catalog = await LiveCatalog.open(log, untrainedModels);
  const stop = new AbortController();
  const running = keepCurrent(catalog, clock, stop.signal, expect.unreachable);
  onTestFinished(async () => {
    stop.abort();
    await running;
    await catalog.close();
  });
  const found = async () =>
    (await searchProducts(catalog, untrainedModels, { query: "oak chair", limit: 5 })).products.map(
      ({ productId }) => productId,
    );
  await clock.advance(10_000);
  expect(await found()).toEqual([]);
  await sell(log, [catalogProduct("p1", "Oak Chair")]);
  await clock.advance(1_000);
  expect(await found()).toEqual(["p1"]);
  await withdraw(log, "p1");
  await clock.advance(1_000);
  expect(await found()).toEqual([]);
});

test("keepCurrent: goes on when the log can't be reached, and ends with a bug", async () => {
  const { clock } = await openRegistry();
  const troubles = [new TwinstreamError("LOG_UNAVAILABLE", "no broker answers"), undefined, new Error("a bug")];
  const catchUp = async () => {
    const trouble = troubles.shift();
    if (trouble !== undefined) throw trouble;
  };
  const told: string[] = [];
  const running = keepCurrent({ catchUp }, clock, new AbortController().signal, (text) => told.push(text));
  const ended = expect(running).rejects.toThrow("a bug");
  await clock.advance(750);
  await ended;
  expect(told).toEqual(["products are searched as they were: no broker answers"]);
});
