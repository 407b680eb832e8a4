import type { FastifyReply, FastifyRequest } from "fastify";
import { Problem } from "./problems.ts";
import { type Caller, type Route, roles } from "./routes/route.ts";
import type { Tokens } from "./tokens.ts";

/** Who is let in. */
export interface Door {
  /** Undefined: everyone on this machine may do everything. */
  readonly tokens?: Tokens | undefined;
  /** Answers without tokens by whatever name it is asked: for what may be seen by all who reach it. */
  readonly anyName?: boolean | undefined;
  /** Pages of these origins, such as `https://shop.example`, may ask from a browser. */
  readonly origins?: readonly string[] | undefined;
}

/** Who asks, once they may. Throws NO_TOKEN, FORBIDDEN or FOREIGN_PAGE. */
export function admit(request: FastifyRequest, reply: FastifyReply, { role }: Route, door: Door): Caller {
  if (role === "anyone") return { name: "anyone", role: "read" };
  checkPage(request, door);
  const caller = door.tokens === undefined ? localCaller(request, door) : bearer(request, reply, door.tokens);
  if (roles.indexOf(caller.role) >= roles.indexOf(role)) return caller;
  throw new Problem("FORBIDDEN", `"${caller.name}" is ${caller.role} and this takes ${role}; ask for such a token`);
}

function bearer({ headers }: FastifyRequest, reply: FastifyReply, tokens: Tokens): Caller {
  const token = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const caller = token === undefined ? undefined : tokens.callerOf(token);
  if (caller !== undefined) return caller;
  reply.header("www-authenticate", 'Bearer realm="twinstream"');
  const what = token === undefined ? "this takes a token" : "nobody has this token";
  throw new Problem("NO_TOKEN", `${what}; send the header authorization: Bearer TOKEN`);
}

const ownNames = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

/** Without tokens only this machine may ask, and no page that has its own name lead here. */
function localCaller({ headers }: FastifyRequest, { anyName = false }: Door): Caller {
  if (anyName || ownNames.test(headers.host ?? "")) return { name: "local", role: "admin" };
  throw new Problem("FOREIGN_PAGE", "without --tokens the server answers to localhost and 127.0.0.1 alone");
}

/** A page of somebody else's must not change anything in the name of who looks at it. */
function checkPage({ method, headers }: FastifyRequest, { origins = [] }: Door): void {
  const { origin, host } = headers;
  if (origin === undefined || method === "GET" || method === "HEAD" || origins.includes(origin)) return;
  if (origin === `http://${host}` || origin === `https://${host}`) return;
  throw new Problem("FOREIGN_PAGE", "a page of another origin asks; let it with --cors-origin when it is yours");
}
