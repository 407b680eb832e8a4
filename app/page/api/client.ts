import createClient from "openapi-fetch";
import type { components, paths } from "./generated/api.ts";
import { askForToken, currentToken } from "./token.ts";

/** What the server says when it can't answer as it was asked. */
export type Problem = Pick<components["schemas"]["Problem"], "title" | "detail">;

/** The API of this server, typed by its OpenAPI document. */
export const api = createClient<paths>({ fetch: (request) => askServer(request) });

/** Asks the server as who is signed in; has a person sign in where that is needed. */
export async function askServer(request: Request): Promise<Response> {
  const token = currentToken();
  if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
  const answer = await fetch(request);
  if (answer.status === 401) askForToken(token);
  return answer;
}
