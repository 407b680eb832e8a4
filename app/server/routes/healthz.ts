import type { Route } from "./route.ts";

/** `GET /healthz`: 200 as long as the process lives and its event loop turns. */
export const healthzRoute: Route = (app) => {
  app.get("/healthz", () => ({ alive: true }));
};
