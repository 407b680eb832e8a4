import type { FastifyInstance } from "fastify";
import type { Clock } from "../../../connectors/clock.ts";
import type { ReadinessRules } from "../readiness.ts";
import type { Vitals } from "../vitals.ts";

/** What routes answer from. */
export interface Served {
  readonly vitals: Vitals;
  readonly rules: ReadinessRules;
  readonly clock: Clock;
}

/** Adds one route to a server. */
export type Route = (app: FastifyInstance, served: Served) => void;
