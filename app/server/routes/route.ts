import type { Clock } from "../../../connectors/clock.ts";
import type { ApiDocument } from "../api-document.ts";
import type { LiveFeed } from "../live/feed.ts";
import type { ReadinessRules } from "../readiness.ts";
import type { Shape } from "../shape.ts";
import type { Vitals } from "../vitals.ts";

/** What a caller may do; each may do what those before it may. */
export const roles = ["read", "write", "admin"] as const;

/** One of the roles. */
export type Role = (typeof roles)[number];

/** Who asks. */
export interface Caller {
  readonly name: string;
  readonly role: Role;
}

/** The process that is served. */
export interface Process {
  readonly vitals: Vitals;
  readonly rules: ReadinessRules;
  readonly clock: Clock;
}

/** What routes answer from. */
export interface Served extends Process {
  /** The API as it is written down. */
  document(): ApiDocument;
  /** How the process is, moment by moment. */
  readonly live: LiveFeed;
}

/** A request that has the shape that its route asks for. */
export interface Asked<Body, Query, Place> {
  readonly body: Body;
  readonly query: Query;
  /** The parameters of the path. */
  readonly place: Place;
  readonly caller: Caller;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Aborts when nobody waits for the answer any more: the caller left, or time is up. */
  readonly signal: AbortSignal;
}

/** One address of the server: what it takes, who may ask, what it answers. */
export interface Route<Body = unknown, Query = unknown, Place = unknown, Answer = unknown> {
  readonly method: "GET" | "POST" | "DELETE";
  /** Such as `/api/models/:reference`. */
  readonly path: string;
  /** The least that a caller must be; `anyone` needs no token. */
  readonly role: Role | "anyone";
  /** One line for a person. */
  readonly summary: string;
  readonly body?: Shape<Body>;
  /** Types of bodies that come as the bytes they are, not checked; left out: JSON. */
  readonly mediaTypes?: readonly string[];
  readonly query?: Shape<Query>;
  readonly place?: Shape<Place>;
  /** What is answered as JSON, with 200. Fields that it does not name are not sent. */
  readonly answer: Shape<Answer>;
  /** What is answered with 202 while the answer itself is still being made. */
  readonly meanwhile?: Shape<unknown>;
  /**
   * What is given has the fields that the answer names and no others, and is written as it is. For long lists of numbers: where fields are picked out each
   * number becomes a text that is kept for a while, which holds up requests whenever garbage is collected.
   */
  readonly isExact?: true;
  /** The type of what is answered where it is not JSON. */
  readonly answerType?: string;
  /** Bytes that a body may have; 1 MiB unless said. */
  readonly bodyLimit?: number;
  /** How long the answer may take to make, milliseconds; 30 s unless said. */
  readonly answerMs?: number;
  /** For the page alone: programs are not told of it. */
  readonly isOfPage?: true;
  /** Gives what is answered; a `Response` for another status or another type. Throws a Problem or a TwinstreamError. */
  handle(asked: Asked<Body, Query, Place>, served: Served): Promise<Answer | Response> | Answer | Response;
}

/** A route whose types come from its shapes. */
export function route<Answer, Body = unknown, Query = unknown, Place = unknown>(
  described: Route<Body, Query, Place, Answer>,
): Route {
  return described as Route;
}
