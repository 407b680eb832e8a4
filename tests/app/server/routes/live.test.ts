import { expect, test } from "vitest";
import { liveRoute } from "../../../../app/server/routes/live.ts";
import { readTokens } from "../../../../app/server/tokens.ts";
import { newVitals } from "../../../../app/server/vitals.ts";
import { servedRoutes } from "../../../support/served.ts";

const path = "/api/metrics/live";

test("/api/metrics/live: a moment at once, as events that nothing on the way may keep", async () => {
  const { app } = await servedRoutes([liveRoute], { vitals: { ...newVitals(), phase: "running" } });
  const answer = await app.inject(`${path}?moments=1`);
  expect([answer.statusCode, answer.headers["content-type"], answer.headers["cache-control"]]).toEqual([
    200,
    "text/event-stream; charset=utf-8",
    "no-store",
  ]);
  const [retry, data] = answer.body.trim().split("\n");
  expect(retry).toBe("retry: 2000");
  expect(JSON.parse(data!.slice("data: ".length))).toMatchObject({ phase: "running", isReady: false });
});

test.each([
  ["?moments=0", 400],
  ["?moments=many", 400],
  ["?every=1", 400],
])("/api/metrics/live%s is refused", async (query, status) => {
  const { app } = await servedRoutes([liveRoute]);
  expect((await app.inject(path + query)).statusCode).toBe(status);
});

test("/api/metrics/live: asks for a token where there are some", async () => {
  const { app } = await servedRoutes(
    [liveRoute],
    {},
    { tokens: readTokens("page read 4f1c9a0e7d2b5c83a6f0", "a test") },
  );
  expect((await app.inject(path)).statusCode).toBe(401);
  const headers = { authorization: "Bearer 4f1c9a0e7d2b5c83a6f0" };
  expect((await app.inject({ url: `${path}?moments=1`, headers })).statusCode).toBe(200);
});

test("/api/metrics/live: over a socket, ends with the server, and two hundred are enough", async () => {
  const { app } = await servedRoutes([liveRoute]);
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const leaving = new AbortController();
  const streams = await Promise.all(
    Array.from({ length: 200 }, async (_, i) => fetch(address + path, { signal: i === 0 ? null : leaving.signal })),
  );
  const refused = await fetch(address + path);
  expect([refused.status, await refused.json()]).toMatchObject([503, { code: "TOO_MANY_WATCHERS" }]);
  leaving.abort();
  // who left makes room, once the server has seen it
  let again = await fetch(`${address}${path}?moments=1`);
  while (again.status === 503) again = await fetch(`${address}${path}?moments=1`);
  expect(await again.text()).toMatch(/^retry/);
  const ending = streams[0]!.text();
  await app.close();
  expect(await ending).toMatch(/data: \{.*\n\nevent: end\ndata: the server ends\n\n$/s);
});
