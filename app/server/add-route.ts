import type { FastifyInstance, FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { admit, type Door } from "./admit.ts";
import { answerInTime, type Waiting } from "./answer-in-time.ts";
import { Problem } from "./problems.ts";
import { readBodiesAsBytes } from "./read-body.ts";
import type { Asked, Caller, Route, Served } from "./routes/route.ts";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Adds routes to a server; other methods at their addresses are answered with what those take. */
export function addRoutes(app: FastifyInstance, routes: readonly Route[], served: Served, door: Door): void {
  for (const route of routes) {
    const { mediaTypes } = route;
    if (mediaTypes === undefined) addRoute(app, route, served, door);
    else app.register(ofBytes(mediaTypes, (scope) => addRoute(scope, route, served, door)));
  }
  for (const path of new Set(routes.map((route) => route.path))) refuseOthers(app, path, routes);
}

function addRoute(app: FastifyInstance, route: Route, served: Served, door: Door): void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const { method, path, role, summary, query, place, answer, meanwhile, answerType, bodyLimit, answerMs, isOfPage } =
    route;
  const body = bodyOf(route);
  app.route({
    method,
    url: path,
    ...(bodyLimit !== undefined && { bodyLimit }),
    ...(route.isExact && { serializerCompiler: () => (given: unknown) => JSON.stringify(given) }),
    // who looks after the server asks as often as need be
    ...(role === "anyone" && { config: { rateLimit: false as const } }),
    schema: {
      summary,
      ...(isOfPage && { hide: true }),
      ...(body && { body }),
      ...(query && { querystring: query }),
      ...(place && { params: place }),
      security: role === "anyone" ? [] : [{ token: [] }],
      response: {
        200: answerType === undefined ? { description: "What was asked for.", ...answer } : ofType(answerType, answer),
        ...(meanwhile && { 202: { description: "It is being made; ask again soon.", ...meanwhile } }),
        "4xx": ofType("application/problem+json", { $ref: "Problem#" }),
        "5xx": ofType("application/problem+json", { $ref: "Problem#" }),
      },
    },
    // after requests are counted, before the body is read
    preParsing: async (request, reply) => {
      callers.set(request, admit(request, reply, route, door));
    },
    handler: async (request, reply) => {
      const caller = callers.get(request)!;
      const answered = await answerInTime(reply, { answerMs, clock: served.clock }, async (waiting) =>
        route.handle(asked(request, caller, waiting), served),
      );
      if (!(answered instanceof Response)) return answered;
      return request.method === "HEAD" ? sendHead(reply, answered) : reply.send(answered);
    },
  });
}

/** The framework can't leave the body of a `Response` away by itself. */
async function sendHead(reply: FastifyReply, { status, headers, body }: Response) {
  await body?.cancel();
  return reply.code(status).headers(Object.fromEntries(headers)).send();
}

function ofType(type: string, schema: object) {
  const description = type.includes("problem") ? "What is wrong, and what to do." : "What was asked for.";
  return { description, content: { [type]: { schema } } };
}

/** What is added within reads bodies as bytes, and nothing else does. */
function ofBytes(mediaTypes: readonly string[], add: (scope: FastifyInstance) => void): FastifyPluginCallback {
  return (scope, _, done) => {
    readBodiesAsBytes(scope, mediaTypes);
    add(scope);
    done();
  };
}

/** What is checked of a body; bytes are told and not checked. */
function bodyOf({ body, mediaTypes }: Route): object | undefined {
  if (mediaTypes === undefined) return body;
  const schema = { description: body?.description ?? "Bytes." };
  return { content: Object.fromEntries(mediaTypes.map((type) => [type, { schema }])) };
}

function asked(
  { body, query, params, headers }: FastifyRequest,
  caller: Caller,
  waiting: Waiting,
): Asked<unknown, unknown, unknown> {
  return {
    ...{ body, query, place: params, caller, headers },
    get signal() {
      return waiting.signal;
    },
  };
}

function refuseOthers(app: FastifyInstance, path: string, routes: readonly Route[]): void {
  const own = routes.filter((route) => route.path === path).map((route) => route.method as string);
  const taken = own.includes("GET") ? [...own, "HEAD"] : own;
  app.route({
    method: methods.filter((method) => !taken.includes(method)),
    url: path,
    schema: { hide: true } as object,
    // before the body is looked at, which may be of any type
    onRequest: async (request, reply) => {
      reply.header("allow", taken.join(", "));
      throw new Problem("WRONG_METHOD", `${request.method} is not taken here; use ${own.join(" or ")}`);
    },
    handler: () => {},
  });
}
