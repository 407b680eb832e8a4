import fastify from "fastify";
import { systemClock } from "../../connectors/clock.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { ReadinessRules } from "./readiness.ts";
import { healthzRoute } from "./routes/healthz.ts";
import { metricsRoute } from "./routes/metrics.ts";
import { readyzRoute } from "./routes/readyz.ts";
import type { Served } from "./routes/route.ts";
import type { Vitals } from "./vitals.ts";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A server that answers. */
export interface Server {
  /** Where, such as `http://127.0.0.1:9464`. */
  readonly url: string;
  /** Answers what was asked, then listens no longer. */
  close(): Promise<void>;
}

/** Every route. One more route is one more file and one more line here. */
const routes = [healthzRoute, readyzRoute, metricsRoute];

/** Serves a pipeline's health and figures. Throws ADDRESS_UNAVAILABLE. */
export async function openServer(
  { host, port }: Address,
  vitals: Vitals,
  rules: ReadinessRules,
  clock = systemClock,
): Promise<Server> {
  const app = fastify({ forceCloseConnections: true });
  const served: Served = { vitals, rules, clock };
  for (const route of routes) route(app, served);
  try {
    const url = await app.listen({ host, port });
    return { url, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw unavailable(`${host}:${port}`, error as NodeJS.ErrnoException);
  }
}

const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there; pass another --listen",
  EACCES: "ports below 1024 need rights that this process has not; pass another --listen",
  EADDRNOTAVAIL: "it is not an address of this machine; pass 127.0.0.1, or 0.0.0.0 for all of them",
  ENOTFOUND: "no machine of that name is known; pass 127.0.0.1, or 0.0.0.0 for all addresses",
};

function unavailable(where: string, error: NodeJS.ErrnoException): TwinstreamError {
  const remedy = remedies[error.code ?? ""] ?? error.message;
  return new TwinstreamError("ADDRESS_UNAVAILABLE", `can't listen on ${where}: ${remedy}`, error);
}
