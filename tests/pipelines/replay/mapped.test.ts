import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { importFile } from "../../../pipelines/replay/import-file.ts";
import type { ImportedEvent, ImportOptions } from "../../../pipelines/replay/preset.ts";
import { parseLabelRange, parseMap } from "../../../pipelines/replay/presets/mapped.ts";

const folder = mkdtempSync(path.join(tmpdir(), "mapped-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function eventsOf(content: string, map: string, options: Partial<ImportOptions> = {}): Promise<ImportedEvent[]> {
  const file = path.join(folder, "file.csv");
  writeFileSync(file, content);
  const events: ImportedEvent[] = [];
  for await (const batch of importFile({ path: file, map: parseMap(map), source: "shop", ...options }))
    events.push(...batch);
  return events;
}

test("mapped: rows with a grade become labels, told apart by visit", async () => {
  const events = await eventsOf(
    "q,t,g,s\nlamp,Lamp,0,s1\nlamp,Bulb,3,s2\nlamp,Torch,1,s1\n",
    "query=q,title=t,grade=g,session_id=s",
    { labelRange: parseLabelRange("0-3") },
  );
  const shape = events.map(({ topic, event }) => [
    topic,
    "sessionId" in event && event.sessionId,
    "products" in event && event.products.map(({ title, position }) => [title, position]),
  ]);
  expect(shape).toEqual([
    [
      "labels",
      "s1",
      [
        ["Lamp", 1],
        ["Torch", 2],
      ],
    ],
    ["labels", "s2", [["Bulb", 1]]],
  ]);
});

test("mapped: rows without a grade become searches, told apart by time", async () => {
  const events = await eventsOf(
    "q,p,t,when\nlamp,1,Lamp,2024-01-01T00:00:00Z\nlamp,2,Bulb,2024-01-01T00:00:00Z\nlamp,1,Lamp,2024-01-02\n",
    "query=q,product_id=p,title=t,time=when",
  );
  expect(events.map(({ topic, event }) => [topic, event.time, "products" in event && event.products.length])).toEqual([
    ["searches", Date.UTC(2024, 0, 1), 2],
    ["searches", Date.UTC(2024, 0, 2), 1],
  ]);
});

test("mapped: rows that name an earlier search become late labels, without titles", async () => {
  const events = await eventsOf("ref,p,g\nsearch-1,a,2\nsearch-1,b,1\n", "refers_to=ref,product_id=p,grade=g", {
    labelRange: { min: 1, max: 3 },
  });
  expect(events).toMatchObject([
    {
      topic: "labels",
      event: {
        refersTo: "search-1",
        query: null,
        products: [
          { productId: "a", title: null, grade: 2 },
          { productId: "b", title: null, grade: 1 },
        ],
      },
    },
  ]);
});

test("mapped: a type makes interactions, product and title alone the catalog, and own ids stay", async () => {
  const orders = await eventsOf("id,kind,p,n\no-1,order,a,2\n", "event_id=id,type=kind,product_id=p,quantity=n");
  expect(orders).toMatchObject([
    { topic: "interactions", event: { eventId: "o-1", type: "order", productId: "a", quantity: 2 } },
  ]);
  const anew = await eventsOf("id,kind,p,n\no-1,order,a,2\n", "event_id=id,type=kind,product_id=p,quantity=n", {
    asNew: "x",
  });
  expect(anew).toMatchObject([{ event: { eventId: "o-1-x" } }]);
  const products = await eventsOf("p,t,b\na,Lamp,Lux\n", "product_id=p,title=t,brand=b");
  expect(products).toMatchObject([{ topic: "catalog", event: { productId: "a", title: "Lamp", brand: "Lux" } }]);
});

test("mapped: what can't be a map is wrong usage", async () => {
  for (const text of ["query", "query=", "=q", "colour=c,query=q", "grade=g"]) {
    expect(() => parseMap(text)).toThrow(expect.objectContaining({ code: "WRONG_USAGE" }));
  }
  await expect(eventsOf("q,g\na,1\n", "query=q,grade=g")).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringMatching(/--label-range/),
  });
  await expect(eventsOf("q,g\na,1\n", "query=nope")).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message: expect.stringMatching(/no column "nope", it has q, g/),
  });
  expect(() => importFile({ path: "x" })).toThrow(/--preset NAME \(home-depot, /);
  expect(() => importFile({ path: "x", preset: "nope" })).toThrow(/no preset "nope"/);
});

test("parseLabelRange: reads both ends", () => {
  expect(parseLabelRange("0-3")).toEqual({ min: 0, max: 3 });
  expect(parseLabelRange("-1.5..2.5")).toEqual({ min: -1.5, max: 2.5 });
  for (const text of ["3", "3-1", "2-2", "a-b", ""]) expect(() => parseLabelRange(text)).toThrow(/--label-range/);
});
