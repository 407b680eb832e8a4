import { resolve } from "node:path";
import { expect, test } from "vitest";
import { openQualityDesk } from "../../../pipelines/evaluation/quality-desk.ts";
import type { QualityOrder } from "../../../pipelines/evaluation/quality-worker.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { keptTables } from "../../support/kept-tables.ts";

const day = 86_400_000;

test("openQualityDesk: a report is made once for all who ask within ten seconds, one after the other", async () => {
  const clock = createVirtualClock(30 * day);
  const orders: QualityOrder[] = [];
  let underWay = 0;
  const desk = openQualityDesk(
    async () => "/tables",
    clock,
    async (order) => {
      orders.push(order);
      expect(++underWay).toBe(1);
      await clock.wait(5_000);
      underWay--;
      return null;
    },
  );
  const asked = [desk.report("1d"), desk.report("1d"), desk.report("all")];
  await clock.advance(10_000);
  expect(await Promise.all(asked)).toEqual([null, null, null]);
  expect(orders).toEqual([
    { tablesFolder: "/tables", from: 29 * day, to: 30 * day },
    { tablesFolder: "/tables", from: 0, to: 30 * day + 5_000 },
  ]);
  await desk.report("1d");
  expect(orders).toHaveLength(2);
  await clock.advance(5_001);
  void desk.report("1d");
  await clock.advance(5_000);
  expect(orders).toHaveLength(3);
});

test("openQualityDesk: what fails is told, and tried again by who asks next", async () => {
  let tries = 0;
  const make = async () => {
    if (++tries === 1) throw new TwinstreamError("DATA_DAMAGED", "broken");
    return null;
  };
  const desk = openQualityDesk(async () => "/tables", createVirtualClock(0), make);
  await expect(desk.report("1h")).rejects.toThrow("broken");
  expect(await desk.report("1h")).toBeNull();
});

test("openQualityDesk: in a thread of its own, by the tables as they are", async () => {
  // a thread runs what was built, so what starts it is taken from there too
  const built = resolve("dist/pipelines/evaluation/quality-desk.js");
  const { openQualityDesk: openBuilt } = (await import(
    built
  )) as typeof import("../../../pipelines/evaluation/quality-desk.ts");
  const row = { event_id: "s", product_id: "a", query: "oak shelf", model: "ridge-1", grade: 2, score: 1.5 };
  const range = { label_min: 1, label_max: 3, score_min: 1, score_max: 3 };
  const folder = await keptTables({ scores: [{ ...row, ...range }] });
  const report = await openBuilt(async () => folder, createVirtualClock(Date.UTC(2026, 0, 1))).report("all");
  expect(report).toMatchObject({ pairs: 1, live: { figures: { rmse: 0.5 } }, references: { constant: { value: 2 } } });
});
