import { flag, object } from "../shape.ts";
import { route } from "./route.ts";

/** `GET /healthz`: 200 as long as the process lives and its event loop turns. */
export const healthzRoute = route({
  method: "GET",
  path: "/healthz",
  role: "anyone",
  summary: "Whether the process lives.",
  answer: object({ alive: flag() }),
  handle: () => ({ alive: true }),
});
