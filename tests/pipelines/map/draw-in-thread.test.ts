import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { MapProducts, MapProgress } from "../../../pipelines/map/compose-map.ts";
import { drawHere } from "../../support/draw-here.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/pipelines/map/draw-in-thread.js");
const { drawInThread } = (await import(built)) as typeof import("../../../pipelines/map/draw-in-thread.ts");

const subject = { space: "s", dimensions: 2, version: "v", products: 40 };

async function* slices(): AsyncGenerator<MapProducts> {
  for (const first of [20, 0]) {
    const places = Array.from({ length: 20 }, (_, i) => first + i);
    yield {
      ids: places.map((place) => `p${place}`),
      titles: places.map((place) => `Product ${place}`),
      categories: places.map((place) => (place % 2 === 0 ? "even" : null)),
      vectors: Float32Array.from(places.flatMap((place) => [Math.cos(place), Math.sin(place)])),
    };
  }
}

test("drawInThread: draws what this thread would, and tells how far it is", async () => {
  const told: MapProgress[] = [];
  const { signal } = new AbortController();
  const map = await drawInThread(slices(), subject, (progress) => told.push(progress), signal);
  expect(Buffer.from(map).toString()).toBe(Buffer.from(await drawHere(slices(), subject, () => {}, signal)).toString());
  expect(told[0]).toEqual({ share: expect.any(Number), doing: "finding neighbours" });
});

test("drawInThread: ends when it is told to", async () => {
  const control = new AbortController();
  const drawing = drawInThread(slices(), subject, () => control.abort(new Error("enough")), control.signal);
  await expect(drawing).rejects.toThrow("enough");
  await expect(drawInThread(slices(), subject, () => {}, control.signal)).rejects.toThrow("enough");
});
