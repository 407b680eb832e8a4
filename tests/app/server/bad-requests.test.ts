import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { apiRoutes, healthRoutes } from "../../../app/server/routes/index.ts";
import { newVitals } from "../../../app/server/vitals.ts";
import { catalogMaps } from "../../../pipelines/map/catalog-maps.ts";
import { followChampion } from "../../../pipelines/registry/follow-champion.ts";
import { catalogOnDemand } from "../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { drawHere } from "../../support/draw-here.ts";
import { openRegistry } from "../../support/registry.ts";
import { servedRoutes } from "../../support/served.ts";

// what goes on for as long as somebody listens has no answer to wait for
const routes = [...healthRoutes, ...apiRoutes].filter(({ answerType }) => answerType !== "text/event-stream");

/** Values that come close to what routes take, and values that do not. */
const near = fc.oneof(
  fc.constantFrom(
    "ceiling fan",
    "mean-1",
    "",
    " ",
    "\ud800",
    "../../etc/passwd",
    "'; drop table scores",
    0,
    -1,
    1e308,
    null,
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.double(),
  fc.jsonValue({ maxDepth: 3 }),
);

const product = fc.record({ id: near, title: near, price: near, attributes: near, more: near }, { requiredKeys: [] });
const products = fc.oneof(near, fc.array(product, { maxLength: 3 }));
const body = fc.oneof(
  fc.record({ query: near, products, limit: near, force: near, budgetMs: near }, { requiredKeys: [] }),
  near,
);

const asking = fc.record({
  method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH"),
  path: fc.oneof(
    fc.constantFrom(...routes.map(({ path }) => path)),
    fc.webPath().map((path) => `/${path}`),
    fc.string({ unit: "binary", maxLength: 20 }).map((text) => `/api/models/${encoded(text)}`),
  ),
  query: fc.oneof(
    fc.constant(""),
    fc.webQueryParameters(),
    near.map((value) => `query=${encoded(value)}`),
  ),
  type: fc.constantFrom("application/json", "application/json; charset=utf-8", "text/plain", "a/b", ""),
  payload: fc.oneof(
    body.map((value) => JSON.stringify(value)),
    fc.string({ unit: "binary" }),
    fc.uint8Array(),
  ),
});

test("bad requests: whatever is sent, the answer is what was asked for or a problem of the request, and no fault", async () => {
  const { clock, log, store, folder } = await openRegistry();
  const live = followChampion(log, store, clock, () => {});
  const catalog = catalogOnDemand(log, live, clock, () => {});
  const maps = catalogMaps({ catalog, folder: join(folder, "maps"), draw: drawHere, notice: () => {} });
  const data = { log, store, live, catalog, maps, visits: new Visits(log) };
  const vitals = { ...newVitals(), phase: "running" as const, lookedAt: clock.now(), data };
  const { app, faults } = await servedRoutes(routes, { vitals, clock });
  await fc.assert(
    fc.asyncProperty(asking, async ({ method, path, query, type, payload }) => {
      const url = query === "" ? path : `${path}?${query}`;
      const sent = ["GET", "HEAD"].includes(method) ? {} : { payload: toSend(payload) };
      const headers = type === "" ? {} : { "content-type": type };
      const answer = await app.inject({ method: method as "GET", url, headers, ...sent });
      // there are no tables here
      if (answer.statusCode === 503 && method !== "HEAD") expect(answer.json().code).toBe("NOT_READY");
      else if (answer.statusCode !== 503) expect(answer.statusCode).toBeLessThan(500);
      if (answer.statusCode < 400 || method === "HEAD") return;
      expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
      expect(answer.json()).toMatchObject({ status: answer.statusCode, detail: expect.stringMatching(/./) });
      expect(answer.body.includes(folder) || /\.ts:\d|node_modules/.test(answer.body)).toBe(false);
    }),
    { numRuns: 500, seed: 7 },
  );
  expect(faults.filter((fault) => (fault as { code?: unknown }).code !== "NOT_READY")).toEqual([]);
});

function toSend(payload: string | Uint8Array | undefined): string | Buffer {
  return typeof payload === "string" ? payload : Buffer.from(payload ?? []);
}

/** Half of a letter can't stand in an address. */
function encoded(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "?"));
}
