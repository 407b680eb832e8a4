import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { systemClock } from "../../connectors/clock.ts";

/** Gives tokens to clients that know their secret (OAuth 2.0, RFC 6749, 4.4), signed with RS256. */
export interface TokenServer {
  readonly tokenUrl: string;
  /** The public key, for a broker to check tokens with. */
  readonly jwksUrl: string;
  /** How many tokens it gave. */
  readonly given: number;
  stop(): void;
}

/** A token is for the client that asked, and for one audience. */
export const tokenAudience = "kafka";

/** Starts a token server on 127.0.0.1; it knows some clients by their secrets, and says for how long the token of each is good; it is twice as long. */
export async function startTokenServer(
  secrets: Readonly<Record<string, string>>,
  lifeOf: (client: string) => number = () => 3600,
): Promise<TokenServer> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: "jwk" }), kid: "tests", alg: "RS256", use: "sig" };
  let given = 0;
  const token = (client: string) => {
    const now = Math.floor(systemClock.now() / 1000);
    const claims = { sub: client, aud: tokenAudience, iat: now, exp: now + 2 * lifeOf(client) };
    const signed = [{ alg: "RS256", kid: "tests", typ: "JWT" }, claims].map(encoded).join(".");
    given += 1;
    return `${signed}.${sign("sha256", Buffer.from(signed), privateKey).toString("base64url")}`;
  };
  const server = createServer(async (request, response) => {
    response.setHeader("Content-Type", "application/json");
    if (request.url === "/jwks") return response.end(JSON.stringify({ keys: [key] }));
    const { client, secret } = await credentials(request);
    if (secrets[client] !== secret) return response.writeHead(401).end('{"error":"invalid_client"}');
    response.end(JSON.stringify({ access_token: token(client), token_type: "Bearer", expires_in: lifeOf(client) }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    tokenUrl: `${url}/token`,
    jwksUrl: `${url}/jwks`,
    get given() {
      return given;
    },
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}

/** A client says who it is in the header, or in the form (RFC 6749, 2.3.1). */
async function credentials(request: IncomingMessage): Promise<{ readonly client: string; readonly secret: string }> {
  const form = new URLSearchParams(await text(request));
  const [scheme, basic = ""] = request.headers.authorization?.split(" ") ?? [];
  if (scheme !== "Basic") return { client: form.get("client_id") ?? "", secret: form.get("client_secret") ?? "" };
  const [client = "", secret = ""] = Buffer.from(basic, "base64").toString().split(":").map(decodeURIComponent);
  return { client, secret };
}
