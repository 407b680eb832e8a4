import { expect, test } from "vitest";
import { apiRoutes } from "../../../../app/server/routes/index.ts";
import { readTokens } from "../../../../app/server/tokens.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { followChampion } from "../../../../pipelines/registry/follow-champion.ts";
import { releaseHistory } from "../../../../pipelines/registry/releases.ts";
import { catalogOnDemand } from "../../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../../pipelines/retrieval/visits.ts";
import { createStageMeter } from "../../../../pipelines/stage-metrics.ts";
import { openRegistry } from "../../../support/registry.ts";
import { servedRoutes } from "../../../support/served.ts";
import { mean, ridge } from "../../../support/two-models.ts";

const tokens = readTokens("page read page-token-0123456789; boss admin boss-token-0123456789", "here");

/** A server over `mean-1` and `ridge-1`, of which none is released, asked as the reader or as the admin. */
async function shop() {
  const { clock, log, store } = await openRegistry();
  const from = "/srv/shop/judged.csv";
  const data = { ...ridge.manifest.data, from };
  for (const { manifest, files } of [mean, ridge]) await store.add({ ...manifest, data }, files);
  const live = followChampion(log, store, clock, () => {});
  const stageMeter = createStageMeter("score");
  stageMeter.note({ eventsIn: 3, eventsOut: 2, rejected: 1, began: 0, ended: 4, entries: [{ timestamp: 0 }] });
  const partitions = [
    { group: "score", topic: "embeddings", partition: 1, committed: 3, end: 15, lag: 12, stillMs: 1_500 },
  ];
  const vitals = {
    ...newVitals(),
    data: { log, store, live, catalog: catalogOnDemand(log, live, clock, () => {}), visits: new Visits(log) },
    models: { champion: "ridge-1", challenger: undefined },
    stages: () => [stageMeter.figures()],
    partitions,
  };
  const { app, faults } = await servedRoutes(apiRoutes, { vitals, clock }, { tokens });
  const ask = async (asked: string, payload?: object, token = "boss-token-0123456789") => {
    const [method, url] = asked.split(" ") as ["GET" | "POST", string];
    const answer = await app.inject({ method, url, payload, headers: { authorization: `Bearer ${token}` } });
    return { status: answer.statusCode, ...answer.json() };
  };
  return { ask, log, clock, faults };
}

test("/api/models: lists, shows, promotes and rolls back, and keeps who did it", async () => {
  const { ask, log, clock } = await shop();
  expect(await ask("GET /api/models")).toMatchObject({ champion: null, models: [{ kind: "mean" }, { kind: "ridge" }] });
  expect(await ask("POST /api/models/mean-1/promote")).toMatchObject({ status: 200, champion: "mean-1" });
  expect(await ask("POST /api/models/ridge-1/promote", { budgetMs: 10_000 })).toMatchObject({ champion: "ridge-1" });
  await clock.advance(1_000);
  const shown = await ask("GET /api/models/ridge-1");
  expect(shown).toMatchObject({ reference: "ridge-1", role: "champion", data: { from: "judged.csv" } });
  const explained = await ask("GET /api/explain?query=ceilng+fan&title=White+Ceiling+Fan");
  expect(explained).toMatchObject({ model: "ridge-1", products: [{ title: "White Ceiling Fan" }], comparisons: [] });
  expect(await ask("POST /api/models/rollback")).toEqual({ status: 200, champion: "mean-1", before: "ridge-1" });
  const { accepted } = await releaseHistory(log);
  expect(accepted.map(({ model, reason }) => [model, reason])).toEqual([
    ["mean-1", "by boss over HTTP"],
    ["ridge-1", "by boss over HTTP"],
    ["mean-1", "rolled back from ridge-1, by boss over HTTP"],
  ]);
});

test("/api/models/releases: newest first, from which model to which, who wanted it and why", async () => {
  const { ask, clock } = await shop();
  await ask("POST /api/models/mean-1/promote");
  await clock.advance(1_000);
  expect(await ask("POST /api/models/ridge-1/challenge")).toEqual({ status: 200, challenger: "ridge-1" });
  expect(await ask("GET /api/models")).toMatchObject({ champion: "mean-1", challenger: "ridge-1" });
  expect(await ask("POST /api/models/withdraw")).toEqual({ status: 200, withdrawn: "ridge-1" });
  expect(await ask("POST /api/models/withdraw")).toMatchObject({ status: 409, code: "NO_CHALLENGER" });
  expect(await ask("GET /api/models/releases")).toEqual({
    status: 200,
    releases: [
      { time: 1_001_000, role: "challenger", from: "ridge-1", to: null, reason: "by boss over HTTP" },
      { time: 1_001_000, role: "challenger", from: null, to: "ridge-1", reason: "by boss over HTTP" },
      { time: 1_000_000, role: "champion", from: null, to: "mean-1", reason: "by boss over HTTP" },
    ],
  });
});

test("/api/models/:reference/gate: what a promotion would be answered with, and nothing is changed", async () => {
  const { ask, log } = await shop();
  expect(await ask("GET /api/models/mean-1/gate")).toMatchObject({ champion: null, isPassed: true });
  await ask("POST /api/models/ridge-1/promote");
  const { isPassed, champion, checks } = await ask("GET /api/models/mean-1/gate?budgetMs=0.001");
  const refused = checks.filter((check: { isPassed: boolean }) => !check.isPassed);
  expect([isPassed, champion, refused.map(({ what }: { what: string }) => what)]).toEqual([
    false,
    "ridge-1",
    expect.arrayContaining(["fast enough", "not worse: RMSE"]),
  ]);
  expect((await releaseHistory(log)).accepted.length).toBe(1);
});

test("/api/models/ladder: models of the same rows, best first, with the line to beat", async () => {
  const { ask } = await shop();
  const { ladders } = await ask("GET /api/models/ladder");
  expect(ladders).toMatchObject([
    {
      from: "judged.csv",
      split: "both",
      seed: ridge.manifest.seed,
      rows: ridge.manifest.data.rows,
      lineToBeat: "mean-1",
    },
  ]);
  expect(ladders[0].models.map(({ reference }: { reference: string }) => reference)).toEqual(["ridge-1", "mean-1"]);
  expect(ladders[0].models[0].metrics.intervals.test.rmse).toEqual(ridge.manifest.metrics.intervals!.test!.rmse);
});

test("/api/models/compare: the second beside the first, with what is better", async () => {
  const { ask } = await shop();
  const compared = await ask("GET /api/models/compare?model=mean-1&model=ridge-1");
  expect(compared).toMatchObject({
    models: [{ reference: "mean-1" }, { reference: "ridge-1" }],
    comparisons: [
      { first: "mean-1", second: "ridge-1", slices: [{ slice: "all" }, ...compared.comparisons[0].slices.slice(1)] },
    ],
  });
});

test("promote: a worse model is refused with each reason, by force it is promoted all the same", async () => {
  const { ask, log } = await shop();
  await ask("POST /api/models/ridge-1/promote");
  const refused = await ask("POST /api/models/mean-1/promote");
  expect(refused).toMatchObject({ status: 409, code: "GATE_REFUSED" });
  expect(refused.faults.map(({ where }: { where: string }) => where)).toContainEqual(
    expect.stringContaining("not worse"),
  );
  expect(await ask("POST /api/models/mean-1/promote", { force: "a trial" })).toMatchObject({ champion: "mean-1" });
  expect((await releaseHistory(log)).accepted.at(-1)!.reason).toMatch(/^by boss over HTTP, by force: a trial/);
});

test.for([
  ["GET /api/models/none-1", undefined, { status: 404, code: "MODEL_NOT_FOUND" }],
  ["GET /api/models/..%2f..%2fetc", undefined, { status: 404, code: "MODEL_NOT_FOUND" }],
  ["GET /api/models/compare?model=mean-1", undefined, { status: 400, code: "INVALID_REQUEST" }],
  ["GET /api/models/compare?model=mean-1&model=none-1", undefined, { status: 404, code: "MODEL_NOT_FOUND" }],
  ["POST /api/models/rollback", undefined, { status: 409, code: "NO_EARLIER_CHAMPION" }],
  ["POST /api/models/none-1/challenge", undefined, { status: 404, code: "MODEL_NOT_FOUND" }],
  ["GET /api/models/none-1/gate", undefined, { status: 404, code: "MODEL_NOT_FOUND" }],
  ["GET /api/models/mean-1/gate?budgetMs=0", undefined, { status: 400, code: "INVALID_REQUEST" }],
  ["POST /api/models/mean-1/promote", { budget: 1 }, { status: 400, code: "INVALID_REQUEST" }],
  ["GET /api/explain?query=fan", undefined, { status: 400, code: "INVALID_REQUEST" }],
] as const)("%s is refused", async ([asked, payload, told]) => {
  const { ask, faults } = await shop();
  const answer = await ask(asked, payload);
  expect(answer).toMatchObject(told);
  expect([answer.detail.includes("/tmp"), faults]).toEqual([false, []]);
});

test("what changes who scores is for an admin", async () => {
  const { ask } = await shop();
  const changing = ["mean-1/promote", "mean-1/challenge", "rollback", "withdraw"];
  for (const asked of changing.map((what) => `POST /api/models/${what}`))
    expect(await ask(asked, undefined, "page-token-0123456789")).toMatchObject({ status: 403, code: "FORBIDDEN" });
});

test("/api/stats: stages, what waits for them, and who scores", async () => {
  const { ask } = await shop();
  expect(await ask("GET /api/stats", undefined, "page-token-0123456789")).toEqual({
    status: 200,
    phase: "starting",
    champion: "ridge-1",
    challenger: null,
    stages: [
      {
        ...{ name: "score", eventsIn: 3, eventsOut: 2, rejected: 1, batches: 1 },
        latencyP50Ms: expect.closeTo(4, 1),
        latencyP99Ms: expect.closeTo(4, 1),
      },
    ],
    partitions: [{ group: "score", topic: "embeddings", partition: 1, lag: 12, stillMs: 1_500 }],
  });
});
