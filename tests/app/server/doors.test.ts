import { expect, test } from "vitest";
import { apiRoutes, healthRoutes } from "../../../app/server/routes/index.ts";
import { readTokens } from "../../../app/server/tokens.ts";
import { servedRoutes } from "../../support/served.ts";

const routes = [...healthRoutes, ...apiRoutes].filter(({ role }) => role !== "anyone");
const tokens = readTokens("page read page-token-0123456789; feed write feed-token-0123456789", "here");

/** Asks each of some routes with this as its authorization, and with a body that nobody could take. */
async function statuses(asked: typeof routes, authorization?: string) {
  const { app, faults } = await servedRoutes(routes, {}, { tokens });
  const answers = [];
  for (const { method, path } of asked) {
    const headers = { host: "shop.example", ...(authorization !== undefined && { authorization }) };
    const payload = method === "POST" ? { payload: "\ud800" } : {};
    const { statusCode, headers: told, body } = await app.inject({ method, url: path, headers, ...payload });
    expect(told["content-type"], path).toBe("application/problem+json; charset=utf-8");
    answers.push(`${statusCode} ${JSON.parse(body).code}`);
  }
  expect(faults).toEqual([]);
  return new Set(answers);
}

test.each([
  ["no token", undefined],
  ["a token that nobody has", "Bearer page-token-0123456780"],
  ["the beginning of a token", "Bearer page-token-012345678"],
  ["no bearer", "Basic page-token-0123456789"],
  ["nothing after the word", "Bearer "],
  ["two tokens", "Bearer page-token-0123456789 feed-token-0123456789"],
  ["a very long token", `Bearer ${"x".repeat(8_000)}`],
])("doors: with %s every operation is refused before its body is read", async (_, authorization) => {
  expect(await statuses(routes, authorization)).toEqual(new Set(["401 NO_TOKEN"]));
});

test("doors: what changes something is refused to who may only read, and what an admin does to who may write", async () => {
  const changing = routes.filter(({ role }) => role !== "read");
  expect(await statuses(changing, "Bearer page-token-0123456789")).toEqual(new Set(["403 FORBIDDEN"]));
  const ruling = routes.filter(({ role }) => role === "admin");
  expect(ruling.length).toBeGreaterThan(4);
  expect(await statuses(ruling, "Bearer feed-token-0123456789")).toEqual(new Set(["403 FORBIDDEN"]));
});
