import { apiPage } from "../api-page.ts";
import { anything, text } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /api/openapi.json`: the API for programs. */
export const openApiRoute = route({
  method: "GET",
  path: "/api/openapi.json",
  role: "anyone",
  summary: "This API as an OpenAPI 3.1 document.",
  answer: anything(),
  handle: (_, { document }) => document(),
});

/** `GET /api`: the API for people. */
export const apiPageRoute = route({
  method: "GET",
  path: "/api",
  role: "anyone",
  summary: "This API as a page.",
  answerType: "text/html",
  answer: text(),
  handle: (_, { document }) =>
    new Response(apiPage(document()), { headers: { "content-type": "text/html; charset=utf-8" } }),
});
