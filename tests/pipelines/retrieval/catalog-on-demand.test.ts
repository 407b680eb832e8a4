import { expect, onTestFinished, test } from "vitest";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { catalogOnDemand } from "../../../pipelines/retrieval/catalog-on-demand.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";

test("catalogOnDemand: reads nothing until it is asked, then everything, and goes on", async () => {
  const { clock, log } = await openRegistry();
  await sell(log, [catalogProduct("p1", "Oak Chair")]);
  let reads = 0;
  const extents: typeof log.extents = (topic) => {
    reads++;
    return log.extents(topic);
  };
  const onDemand = catalogOnDemand({ ...log, extents }, untrainedModels, clock, expect.unreachable);
  onTestFinished(() => onDemand.close());
  await clock.advance(10_000);
  expect(reads).toBe(0);
  const [catalog, same] = await Promise.all([onDemand.get(), onDemand.get()]);
  expect(same).toBe(catalog);
  expect(catalog.size).toBe(1);
  await sell(log, [catalogProduct("p2", "Oak Table")]);
  await clock.advance(1_000);
  expect(catalog.size).toBe(2);
});

test("catalogOnDemand: a failure is told, and the next who asks tries again", async () => {
  const { clock, log } = await openRegistry();
  let fails = true;
  const flaky: typeof log = {
    ...log,
    extents: (topic) => (fails ? Promise.reject(new TwinstreamError("LOG_UNAVAILABLE", "gone")) : log.extents(topic)),
  };
  const onDemand = catalogOnDemand(flaky, untrainedModels, clock, expect.unreachable);
  onTestFinished(() => onDemand.close());
  await expect(onDemand.get()).rejects.toMatchObject({ code: "LOG_UNAVAILABLE" });
  fails = false;
  expect((await onDemand.get()).size).toBe(0);
});

test("catalogOnDemand: closes whether it was asked or not", async () => {
  const { clock, log } = await openRegistry();
  const unasked = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
  await unasked.close();
  const asked = catalogOnDemand(log, untrainedModels, clock, expect.unreachable);
  await asked.get();
  await asked.close();
});
