import { expect, test } from "vitest";
import { toldProblem } from "../../../app/server/problems.ts";
import { apiRoutes, healthRoutes } from "../../../app/server/routes/index.ts";
import { errorCodes, TwinstreamError } from "../../../schemas/errors.ts";
import { servedRoutes } from "../../support/served.ts";

const routes = [...healthRoutes, ...apiRoutes];
const asOpenApi = (path: string) => path.replaceAll(/:(\w+)/g, "{$1}");

test("/api/openapi.json: every route, with what it takes, answers and refuses", async () => {
  const { app } = await servedRoutes(routes);
  const document = (await app.inject("/api/openapi.json")).json();
  const written = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(written.sort()).toEqual(routes.map(({ method, path }) => `${method} ${asOpenApi(path)}`).sort());
  for (const { method, path, summary, role, body } of routes) {
    const { requestBody, ...operation } = document.paths[asOpenApi(path)][method.toLowerCase()];
    expect(operation).toMatchObject({ summary, security: role === "anyone" ? [] : [{ token: [] }] });
    expect(requestBody?.content["application/json"].schema.type).toEqual(body?.type);
    for (const status of ["4XX", "5XX"])
      expect(operation.responses[status].content["application/problem+json"].schema).toEqual({
        $ref: "#/components/schemas/Problem",
      });
  }
  expect(document.components.schemas.Problem.required).toEqual(["type", "title", "status", "detail", "code"]);
});

test("/api: shows every route and every problem, and asks nothing of anyone else", async () => {
  const { app } = await servedRoutes(routes);
  const page = await app.inject("/api");
  expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
  for (const { method, path } of routes) expect(page.body).toContain(`<code>${method} ${asOpenApi(path)}</code>`);
  for (const code of Object.keys(errorCodes)) {
    const { type } = toldProblem(new TwinstreamError(code as keyof typeof errorCodes, "broken"));
    expect(page.body).toContain(`id="${type.split("#")[1]}"`);
  }
  expect(page.body).not.toMatch(/https?:|<script|<link/);
  expect(page.body).toContain("title: string, up to 500 characters");
});
