import { onTestFinished } from "vitest";
import type { Manners } from "../../app/server/app.ts";
import { readPageFiles } from "../../app/server/page-files.ts";
import { apiRoutes } from "../../app/server/routes/index.ts";
import { pageRoutes } from "../../app/server/routes/page.ts";
import { openServer } from "../../app/server/server.ts";
import { newVitals, type OpenData } from "../../app/server/vitals.ts";
import { aDeadLog, type Died } from "./dead-letters.ts";

/** The page on a log with these letters, for the time of a test; gives the address of their view. */
export async function pageOfLetters(died: readonly Died[], manners: Partial<Manners> = {}): Promise<string> {
  const { log, clock } = await aDeadLog(died);
  const vitals = { ...newVitals(), data: { log } as OpenData };
  const served = { vitals, clock, rules: { stallMs: 30_000, maxLag: 10 } };
  const routes = [...apiRoutes, ...pageRoutes(await readPageFiles("dist/page"))];
  const server = await openServer({ host: "127.0.0.1", port: 0 }, routes, served, { report: () => {}, ...manners });
  onTestFinished(() => server.close());
  return `${server.url}/dead-letters`;
}
