import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { requestProblems } from "../../app/server/problems.ts";
import { apiRoutes, healthRoutes } from "../../app/server/routes/index.ts";
import { readTokens } from "../../app/server/tokens.ts";
import { newVitals } from "../../app/server/vitals.ts";
import { eraseUser as eraseUserOf } from "../../pipelines/erasure/erase-user.ts";
import { qualityReport } from "../../pipelines/evaluation/quality-report.ts";
import { followChampion } from "../../pipelines/registry/follow-champion.ts";
import { releaseModel } from "../../pipelines/registry/releases.ts";
import { catalogOnDemand } from "../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../pipelines/retrieval/visits.ts";
import type { AskedTables } from "../../pipelines/tables.ts";
import { createVirtualClock } from "../../pipelines/testing.ts";
import { materialOfEvents } from "../../pipelines/training/material.ts";
import { trainModel } from "../../pipelines/training/train.ts";
import { codecs } from "../../schemas/codec.ts";
import { bury } from "../support/dead-letters.ts";
import { aSearch } from "../support/events.ts";
import { aJudgedEvent, aJudgedProduct } from "../support/judged-events.ts";
import { openRegistry } from "../support/registry.ts";
import { servedRoutes } from "../support/served.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { planFor, smallShop } from "../support/trained-model.ts";

const page = readFileSync("docs/http.md", "utf8");
const routes = [...apiRoutes, ...healthRoutes];

/** A server over the models `mean-1` and `ridge-1`, which scores, and a search that was cut off. */
async function shop() {
  const plan = { ...planFor("ridge"), split: "both" } as const;
  const material = await materialOfEvents([...smallShop.judgedQueries(200)], plan, () => {});
  const { clock, log, store } = await openRegistry();
  for (const kind of ["mean", "ridge"]) {
    const { manifest, files } = await trainModel(material, { ...plan, kind }, createVirtualClock(Date.UTC(2024, 0, 1)));
    await store.add(manifest, files);
  }
  await releaseModel(log, store, { model: "ridge-1", replaces: undefined, time: 1, reason: "the first" });
  const error = 'not a record of topic "searches": field "time" ends in the middle of a number';
  await bury(log, { error, value: codecs.searches.encode(aSearch()).subarray(0, 9) });
  const live = followChampion(log, store, clock, () => {});
  const models = { champion: "ridge-1", challenger: undefined };
  const tables = { quality: { report: async () => judged } } as unknown as AskedTables;
  const catalog = catalogOnDemand(log, live, clock, () => {});
  const folder = { path: temporaryFolder(), tables: temporaryFolder(), userKey: new Uint8Array(32) };
  const eraseUser = (id: string) => eraseUserOf(id, { folder, clock });
  const data = { log, store, live, catalog, visits: new Visits(log), tables, eraseUser };
  const vitals = { ...newVitals(), phase: "running" as const, data, models };
  return (await servedRoutes(routes, { vitals, clock })).app;
}

/** The report of two searches, for each of which the model puts the better product first. */
const judged = qualityReport(
  {
    events: [
      aJudgedEvent(),
      aJudgedEvent({
        at: 5_000,
        isSeenQuery: false,
        products: [aJudgedProduct({ grade: 2.5, score: 3 }), aJudgedProduct({ title: "Hook", grade: 1.5 })],
      }),
    ],
    pairs: 4,
    otherRanges: 0,
  },
  { from: 0, to: 60_000 },
);

/** As much of an answer as the page shows: the fields that it names, as many of a list as it has, numbers to two digits, no times. */
function asFarAsSaid(answer: unknown, said: unknown): unknown {
  if (Array.isArray(answer) && Array.isArray(said)) return said.map((each, i) => asFarAsSaid(answer[i], each));
  if (typeof answer === "number") return Math.abs(answer - Number(said)) < 0.005 ? said : answer;
  if (answer === null || typeof answer !== "object" || said === null || typeof said !== "object") return answer;
  const { milliseconds, ...fields } = said as Readonly<Record<string, unknown>>;
  const shown = Object.entries(fields).map(([name, value]) => [
    name,
    asFarAsSaid((answer as Record<string, unknown>)[name], value),
  ]);
  return { ...Object.fromEntries(shown), ...(milliseconds !== undefined && { milliseconds }) };
}

test("docs/http.md: every request is answered as the page says, one after the other", async () => {
  const app = await shop();
  const blocks = [...page.matchAll(/^```http\n(GET|POST|DELETE) (\S+)\n(.*?)^```\n\n```json\n(.*?)^```$/gms)];
  expect(blocks.length).toBe(page.match(/^```http$/gm)!.length);
  for (const [, method, url, body, answer] of blocks) {
    const payload = body!.trim() === "" ? {} : { payload: JSON.parse(body!) as object };
    const { json } = await app.inject({ method: method as "GET" | "POST" | "DELETE", url: url!, ...payload });
    const said = JSON.parse(answer!) as unknown;
    expect(asFarAsSaid(json(), said), `${method} ${url}`).toEqual(said);
  }
});

test("docs/http.md: lists every address with its role, and every problem", () => {
  const rows = [...page.matchAll(/^\| `(.*?)` +\| (\w+) +\| (.*?) +\|$/gm)].map((found) => found.slice(1));
  expect(rows).toEqual([
    ...routes.map(({ method, path, role, summary }) => [`${method} ${path}`, role, summary]),
    ...Object.entries(requestProblems).map(([code, { status, title }]) => [code, String(status), title]),
  ]);
});

test("docs/http.md: its tokens can be read", () => {
  const [, text] = /^```text\n(# name.*?)^```$/ms.exec(page)!;
  expect(readTokens(text!, "the page").callerOf("9b1d7e3f5a2c4e6081f3")).toEqual({ name: "ops", role: "admin" });
});
