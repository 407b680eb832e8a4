import { healthzRoute } from "./healthz.ts";
import { metricsRoute } from "./metrics.ts";
import { readyzRoute } from "./readyz.ts";
import type { Route } from "./route.ts";

/** What every process with a server answers. One more route is one more file and one more line here, or in the list below. */
export const healthRoutes: readonly (() => Route)[] = [() => healthzRoute, () => readyzRoute, metricsRoute];
