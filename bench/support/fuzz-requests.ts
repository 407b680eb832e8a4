import { setImmediate } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import type { ApiDocument } from "../../app/server/api-document.ts";
import { seededRandom } from "../../models/random.ts";
import { badRequest, type WireRequest } from "./bad-request.ts";

/** What became of the bad requests of one operation. */
export interface FuzzedOperation {
  /** Such as `POST /api/score`. */
  readonly operation: string;
  readonly requests: number;
  /** How many were refused as the caller's fault, and how many were not wrong enough for that. */
  readonly refused: number;
  readonly taken: number;
  /** What should never be: a fault of the server, a refusal that is no problem+json, or one that tells of the machine. */
  readonly wrong: readonly string[];
}

/** How much is asked of a server. */
export interface FuzzOptions {
  readonly perOperation: number;
  readonly seed: number;
  /** Texts that no answer may hold: folders of the machine. */
  readonly secrets: readonly string[];
}

const mostWrong = 5;

/** Asks every operation of the API with bad requests, one after the other, and looks at each answer. */
export async function* fuzzRequests(app: FastifyInstance, options: FuzzOptions): AsyncGenerator<FuzzedOperation> {
  const document = (await app.inject({ url: "/api/openapi.json", headers: { host: "localhost" } })).json<ApiDocument>();
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const random = seededRandom(options.seed);
      const make = () => badRequest(method.toUpperCase(), path, operation, random);
      // nobody is refused there, and one of them never ends
      if (operation.security.length === 0) continue;
      yield await fuzzOperation(app, `${method.toUpperCase()} ${path}`, make, options);
    }
  }
}

async function fuzzOperation(
  app: FastifyInstance,
  operation: string,
  make: () => WireRequest,
  { perOperation, secrets }: FuzzOptions,
): Promise<FuzzedOperation> {
  const wrong: string[] = [];
  let [refused, taken] = [0, 0];
  for (let i = 0; i < perOperation; i++) {
    const request = make();
    // as between requests that come by a socket; until then nothing that was looked at through a WeakRef can be freed
    await setImmediate();
    const { statusCode, headers, body } = await app.inject({
      ...request,
      method: request.method as "GET",
      headers: { host: "localhost", ...request.headers },
    });
    if (statusCode < 400) taken += 1;
    else refused += 1;
    const fault = faultOf(statusCode, String(headers["content-type"]), body, secrets);
    if (fault !== undefined && wrong.length < mostWrong)
      wrong.push(`${fault}: ${inWords(request)}: ${body.slice(0, 300)}`);
  }
  return { operation, requests: perOperation, refused, taken, wrong };
}

function faultOf(status: number, type: string, body: string, secrets: readonly string[]): string | undefined {
  if (status >= 500) return `answered with ${status}`;
  if (status >= 400 && !type.startsWith("application/problem+json")) return `a refusal of type ${type}`;
  if (secrets.some((secret) => body.includes(secret))) return "tells a path of the machine";
  return /\.ts:\d|node_modules|\n\s+at /.test(body) ? "tells a stack" : undefined;
}

function inWords({ method, url, payload }: WireRequest): string {
  return `${method} ${url.slice(0, 200)} ${payload?.toString("latin1").slice(0, 200) ?? ""}`;
}
