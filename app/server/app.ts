import type { Socket } from "node:net";
import ajvCompiler from "@fastify/ajv-compiler";
import cors from "@fastify/cors";
import rateLimit from "@fastify/rate-limit";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import helmet from "helmet";
import { addRoutes } from "./add-route.ts";
import type { Door } from "./admit.ts";
import { documentRoutes } from "./api-document.ts";
import { openLiveFeed } from "./live/feed.ts";
import { Problem, problemShape, requestProblems, type ToldProblem, toldProblem } from "./problems.ts";
import { readBodiesAsJson } from "./read-body.ts";
import type { Process, Route } from "./routes/route.ts";

/** How a server treats whoever asks. */
export interface Manners extends Door {
  /** Requests that one address may send a second; undefined: any number. */
  readonly requestsPerSecond?: number | undefined;
  /** Told of what the caller is not told: the faults of the server itself. */
  readonly report: (fault: unknown) => void;
  /** `usualPatience` unless said. */
  readonly patience?: Patience;
}

/** How long a server waits for whoever asks. */
interface Patience {
  /** For the headers of a request, and for all of it. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** Whoever neither sends nor takes anything for so long has gone, whatever his machine says. */
  readonly silentMs: number;
  /** How often it looks who is too slow. */
  readonly lookMs: number;
}

const usualPatience: Patience = { headersMs: 10_000, requestMs: 30_000, silentMs: 120_000, lookMs: 1_000 };
const bodyBytes = 2 ** 20;

/** The routes as something that can be asked, listening nowhere yet. */
export async function createApp(
  routes: readonly Route[],
  process: Process,
  { report, requestsPerSecond, patience = usualPatience, ...door }: Manners,
): Promise<FastifyInstance> {
  const app = fastify({
    forceCloseConnections: "idle",
    bodyLimit: bodyBytes,
    requestTimeout: patience.requestMs,
    connectionTimeout: patience.silentMs,
    http: { headersTimeout: patience.headersMs, connectionsCheckingInterval: patience.lookMs },
    frameworkErrors: (error, _, reply) => void sendProblem(reply, error),
    clientErrorHandler: answerBroken,
  });
  checkStrictly(app);
  readBodiesAsJson(app);
  app.addSchema({ $id: "Problem", ...problemShape });
  app.setErrorHandler((error, _, reply) => {
    const problem = sendProblem(reply, error);
    if (problem.status >= 500 && !isMannerly(error)) report(error);
  });
  // the framework's own plugin for them builds all of it again for every request, which outlives the request
  const securityHeaders = helmet({ hsts: false, contentSecurityPolicy: { useDefaults: false, directives: policy } });
  app.addHook("onRequest", ({ raw: request }, { raw: reply }, done) => {
    securityHeaders(request, reply, () => done());
  });
  const document = await documentRoutes(app);
  if (door.origins !== undefined)
    await app.register(cors, { origin: [...door.origins], methods: ["GET", "POST", "DELETE"] });
  if (requestsPerSecond !== undefined) await app.register(rateLimit, { max: requestsPerSecond, timeWindow: 1_000 });
  app.setNotFoundHandler(
    { preHandler: requestsPerSecond === undefined ? [] : app.rateLimit() },
    (request, reply) => void sendProblem(reply, noSuchAddress(request)),
  );
  const live = openLiveFeed(process);
  app.addHook("preClose", async () => live.close());
  addRoutes(app, routes, { ...process, document, live }, door);
  return app;
}

/** Pages are of this server alone, and nothing is fetched from elsewhere. */
const policy = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", "data:"],
  connectSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};

/** In an address a number is text, and a list of one is written as one; in a body a text is no number. */
function checkStrictly(app: FastifyInstance): void {
  const compiler = ajvCompiler();
  const options = { removeAdditional: false, useDefaults: true, allErrors: false } as const;
  const buildBody = compiler({}, { customOptions: { ...options, coerceTypes: false } });
  const buildAddress = compiler({}, { customOptions: { ...options, coerceTypes: "array" } });
  app.setValidatorCompiler((route) => (route.httpPart === "body" ? buildBody : buildAddress)(route));
}

/** Who is told when to come again is only held back: nothing is wrong. */
function isMannerly(error: unknown): boolean {
  return error instanceof Problem && error.retryAfterSeconds !== undefined;
}

function sendProblem(reply: FastifyReply, thrown: unknown): ToldProblem {
  const problem = toldProblem(thrown);
  if (thrown instanceof Problem && thrown.retryAfterSeconds !== undefined)
    reply.header("retry-after", thrown.retryAfterSeconds);
  void reply.code(problem.status).type("application/problem+json; charset=utf-8").send(JSON.stringify(problem));
  return problem;
}

function noSuchAddress({ method, url }: FastifyRequest): Problem {
  const path = url.split("?", 1)[0]!.slice(0, 200);
  return new Problem("NO_SUCH_ADDRESS", `${method} ${path} leads nowhere; GET /api shows every address`);
}

const brokenRequests: Readonly<Record<string, readonly [keyof typeof requestProblems, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ["TOO_SLOW", "send the whole request within 30 s, its headers within 10 s"],
  HPE_HEADER_OVERFLOW: ["HEADERS_TOO_LARGE", "send fewer or shorter headers, or a shorter address"],
};

/** Answers what is no HTTP, where somebody still listens. */
function answerBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const [code, detail] = brokenRequests[error.code ?? ""] ?? ["MALFORMED_REQUEST", "the request is not HTTP/1.1"];
  const problem = toldProblem(new Problem(code, detail));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} ${requestProblems[code].title}`,
    "content-type: application/problem+json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`);
}
