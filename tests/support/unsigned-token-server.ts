import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A server of OAuth tokens; `tokens` counts those it gave. */
export interface TokenServer {
  readonly url: string;
  readonly tokens: () => number;
  close(): void;
}

/** Gives a token without a signature, good for `lifeSeconds`, to the client `shop` whose secret is `shop-secret`. */
export async function startTokenServer(lifeSeconds: number): Promise<TokenServer> {
  let given = 0;
  const expected = `Basic ${Buffer.from("shop:shop-secret").toString("base64")}`;
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const isAsked = new URLSearchParams(body).get("grant_type") === "client_credentials";
    if (!isAsked || request.headers.authorization !== expected) return response.writeHead(401).end();
    given += 1;
    return response.end(JSON.stringify({ access_token: token(lifeSeconds), expires_in: lifeSeconds }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/token`, tokens: () => given, close: () => server.close() };
}

/** A JSON Web Token of nobody in particular (RFC 7519, 6). */
function token(lifeSeconds: number): string {
  const now = Math.floor(performance.timeOrigin / 1_000 + performance.now() / 1_000);
  const parts = [{ alg: "none" }, { sub: "alice", iat: now, exp: now + lifeSeconds }];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
}
