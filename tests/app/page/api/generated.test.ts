import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { expect, test } from "vitest";
import { apiRoutes, healthRoutes } from "../../../../app/server/routes/index.ts";
import { servedRoutes } from "../../../support/served.ts";

test("app/page/api/generated/api.ts: is what the OpenAPI document says; npm run generate:client writes it anew", async () => {
  const { app } = await servedRoutes([...healthRoutes, ...apiRoutes]);
  const document = (await app.inject({ method: "GET", url: "/api/openapi.json" })).json() as OpenAPI3;
  const types = astToString(await openapiTypescript(document));
  await expect(
    `/** The API of the server as its OpenAPI document has it. Generated: npm run generate:client */\n\n${types}`,
  ).toMatchFileSnapshot("../../../../app/page/api/generated/api.ts");
});
