import { onTestFinished } from "vitest";
import { createApp, type Manners } from "../../app/server/app.ts";
import type { Process, Route } from "../../app/server/routes/route.ts";
import { newVitals } from "../../app/server/vitals.ts";
import { createVirtualClock } from "../../pipelines/testing.ts";

/** Routes as a server has them, to be asked with `inject`; `faults` are what it told of itself. */
export async function servedRoutes(
  routes: readonly Route[],
  served: Partial<Process> = {},
  manners: Partial<Manners> = {},
) {
  const faults: unknown[] = [];
  const clock = createVirtualClock(1_000_000);
  const whole = { vitals: newVitals(), rules: { stallMs: 30_000, maxLag: 10 }, clock, ...served };
  const app = await createApp(routes, whole, { report: (fault) => faults.push(fault), ...manners });
  onTestFinished(async () => {
    await app.close();
  });
  return { app, faults };
}
