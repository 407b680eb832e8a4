import { expect, test } from "vitest";
import { type Role, type Route, route } from "../../../app/server/routes/route.ts";
import { object, text } from "../../../app/server/shape.ts";
import { readTokens } from "../../../app/server/tokens.ts";
import { servedRoutes } from "../../support/served.ts";

const tokens = readTokens("page read page-token-0123456789; boss admin boss-token-0123456789", "here");
const page = { authorization: "Bearer page-token-0123456789" };
const boss = { authorization: "bearer boss-token-0123456789" };

function whoAsks(method: "GET" | "POST", path: string, role: Role | "anyone"): Route {
  const answer = object({ name: text(), role: text() });
  return route({ method, path, role, summary: "Says who asks.", answer, handle: ({ caller }) => caller });
}

const routes = [
  whoAsks("GET", "/open", "anyone"),
  whoAsks("GET", "/read", "read"),
  whoAsks("POST", "/change", "admin"),
];

test.for([
  { url: "/open", headers: {}, status: 200 },
  { url: "/read", headers: {}, status: 401, code: "NO_TOKEN" },
  { url: "/read", headers: { authorization: "Bearer wrong-token-0123456789" }, status: 401, code: "NO_TOKEN" },
  { url: "/read", headers: { authorization: "Basic cGFnZTpwYWdl" }, status: 401, code: "NO_TOKEN" },
  { url: "/read", headers: page, status: 200, name: "page" },
  { url: "/read", headers: { ...page, host: "shop.example" }, status: 200, name: "page" },
  { url: "/read", headers: boss, status: 200, name: "boss" },
  { url: "/change", method: "POST", headers: page, status: 403, code: "FORBIDDEN" },
  { url: "/change", method: "POST", headers: boss, status: 200, name: "boss" },
] as const)("with tokens: $url for $headers is answered with $status", async ({ status, ...asked }) => {
  const { app } = await servedRoutes(routes, {}, { tokens });
  const { method = "GET", url, headers, ...told } = { method: "GET" as const, ...asked };
  const answer = await app.inject({ method, url, headers });
  expect([answer.statusCode, answer.json()]).toMatchObject([status, told]);
  expect(answer.headers["www-authenticate"]).toBe(status === 401 ? 'Bearer realm="twinstream"' : undefined);
});

test("with tokens: a body of somebody unknown is not read", async () => {
  const { app } = await servedRoutes(routes, {}, { tokens });
  const headers = { "content-type": "application/json" };
  const { statusCode } = await app.inject({ method: "POST", url: "/change", headers, payload: "{" });
  expect(statusCode).toBe(401);
});

test.for([
  { what: "this machine", headers: {}, status: 200 },
  { what: "this machine by its number", headers: { host: "127.0.0.1:8080" }, status: 200 },
  { what: "this machine by its longer number", headers: { host: "[::1]:8080" }, status: 200 },
  { what: "a name that leads here", headers: { host: "shop.example" }, status: 403 },
  { what: "a page of the server", headers: { origin: "http://localhost:80" }, status: 200 },
  { what: "a page of somebody else", headers: { origin: "https://shop.example" }, status: 403 },
  { what: "a page that hides where it is from", headers: { origin: "null" }, status: 403 },
])("without tokens: $what is answered with $status", async ({ headers, status }) => {
  const { app } = await servedRoutes(routes);
  const answer = await app.inject({ method: "POST", url: "/change", headers: { host: "localhost:80", ...headers } });
  expect(answer.statusCode).toBe(status);
});

test("origins: pages of these may ask, and their browser is told; without any no header says so", async () => {
  const origin = "https://shop.example";
  const asking = { method: "POST", url: "/change", headers: { origin } } as const;
  const asBefore = {
    method: "OPTIONS",
    url: "/change",
    headers: { origin, "access-control-request-method": "POST" },
  } as const;
  const { app } = await servedRoutes(routes, {}, { origins: [origin] });
  const answer = await app.inject(asking);
  expect([answer.statusCode, answer.headers["access-control-allow-origin"]]).toEqual([200, origin]);
  expect((await app.inject(asBefore)).headers).toMatchObject({ "access-control-allow-methods": "GET, POST, DELETE" });
  const { app: closed } = await servedRoutes(routes);
  expect((await closed.inject(asBefore)).headers).not.toHaveProperty("access-control-allow-origin");
});

test("requestsPerSecond: more are told to wait, those who look after the server never", async () => {
  const { app, faults } = await servedRoutes(routes, {}, { requestsPerSecond: 2, tokens });
  const statuses = [];
  for (const headers of [page, {}, page, page]) statuses.push((await app.inject({ url: "/read", headers })).statusCode);
  expect(statuses).toEqual([200, 401, 429, 429]);
  const refused = await app.inject({ url: "/read", headers: page });
  expect([refused.json().code, refused.headers["retry-after"]]).toEqual(["TOO_MANY_REQUESTS", "1"]);
  for (let i = 0; i < 4; i++) expect((await app.inject("/open")).statusCode).toBe(200);
  expect(faults).toEqual([]);
});
