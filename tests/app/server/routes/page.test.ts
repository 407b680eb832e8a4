import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { readPageFiles } from "../../../../app/server/page-files.ts";
import { openApiRoute } from "../../../../app/server/routes/api.ts";
import { pageRoutes } from "../../../../app/server/routes/page.ts";
import { servedRoutes } from "../../../support/served.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

/** A server with a page of one file, or with none that was built. */
async function served({ isBuilt = true } = {}) {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "assets/main-a1.js"), "let a;");
  if (isBuilt) writeFileSync(join(folder, "index.html"), "<p>page</p>");
  const { app } = await servedRoutes([openApiRoute, ...pageRoutes(await readPageFiles(folder))]);
  const get = async (url: string) => {
    const { statusCode, headers, body } = await app.inject({ method: "GET", url });
    return { statusCode, type: headers["content-type"], cache: headers["cache-control"], body };
  };
  return { app, get };
}

test.for(["/", "/search"])("%s: is the page, asked for anew each time", async (path) => {
  const { get } = await served();
  const type = "text/html; charset=utf-8";
  expect(await get(path)).toEqual({ statusCode: 200, type, cache: "no-cache", body: "<p>page</p>" });
});

test("/assets: what the page loads is kept for ever, and nothing else is there", async () => {
  const { get } = await served();
  const type = "text/javascript; charset=utf-8";
  const cache = "public, max-age=31536000, immutable";
  expect(await get("/assets/main-a1.js")).toEqual({ statusCode: 200, type, cache, body: "let a;" });
  for (const path of ["/assets/main-b2.js", "/assets/..%2findex.html", "/assets/../index.html", "/no-view"])
    expect(await get(path)).toMatchObject({ statusCode: 404, type: expect.stringContaining("problem+json") });
});

test.for([
  ["gzip, deflate, br", "gzip"],
  ["br;q=1.0, GZIP;q=0.5", "gzip"],
  ["br, gzip;q=0", undefined],
  ["identity", undefined],
] as const)("/assets: who takes %j is sent what the page loads by %s", async ([taken, expected]) => {
  const { app } = await served();
  const answer = await app.inject({ url: "/assets/main-a1.js", headers: { "accept-encoding": taken } });
  const { "content-encoding": by, vary, "content-type": type } = answer.headers;
  expect([by, vary, type]).toEqual([expected, "accept-encoding", "text/javascript; charset=utf-8"]);
  const bytes = expected === undefined ? answer.rawPayload : gunzipSync(answer.rawPayload);
  expect(bytes.toString()).toBe("let a;");
});

test("the page: programs are not told of it", async () => {
  const { get } = await served();
  expect(JSON.parse((await get("/api/openapi.json")).body).paths).toEqual({
    "/api/openapi.json": expect.anything(),
  });
});

test("the page: where it was not built that is said, with what to do", async () => {
  const { get } = await served({ isBuilt: false });
  const { statusCode, body } = await get("/");
  expect([statusCode, body]).toEqual([
    503,
    "The page was not built: run `npm run build`, then start again. The API is there without it: /api\n",
  ]);
});
