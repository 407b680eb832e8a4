import type { Authenticator, KafkaConfig, Mechanism, SASLOptions } from "kafkajs";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import type { KafkaSasl } from "./settings.ts";

type OAuth = Extract<KafkaSasl, { readonly mechanism: "oauthbearer" }>;

/** How kafkajs proves to a broker who we are. */
export function saslOptions(sasl: KafkaSasl, clock: Clock): NonNullable<KafkaConfig["sasl"]> {
  // kafkajs's type wants each mechanism by itself, although they are alike.
  return sasl.mechanism === "oauthbearer" ? bearer(tokenProvider(sasl, clock)) : ({ ...sasl } as SASLOptions);
}

/** The login by token (RFC 7628): kafkajs's own takes no notice of a broker that refuses one. */
function bearer(token: () => Promise<string>): Mechanism {
  return {
    mechanism: "oauthbearer",
    authenticationProvider: ({ saslAuthenticate }): Authenticator => ({
      async authenticate() {
        const said = sized(Buffer.from(`n,,\u0001auth=Bearer ${await token()}\u0001\u0001`));
        const response = { decode: (bytes: Buffer) => bytes, parse: (bytes: Buffer) => bytes.subarray(4).toString() };
        const refusal = await saslAuthenticate({ request: { encode: () => said }, response });
        if (refusal) throw Object.assign(new Error(refusal), { type: "SASL_AUTHENTICATION_FAILED", retriable: false });
      },
    }),
  };
}

function sized(bytes: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return Buffer.concat([size, bytes]);
}

/** How long a token is kept that doesn't say when it runs out, and how long to wait for one. */
const usualLifeSeconds = 300;
const tokenTimeoutMs = 10_000;

/** Gives a token that is good for a while yet: the one at hand until four fifths of its life are over, then a new one. */
function tokenProvider(oauth: OAuth, clock: Clock): () => Promise<string> {
  let held: { readonly value: string; readonly until: number } | undefined;
  return async () => {
    if (held === undefined || clock.now() >= held.until) {
      const asked = clock.now();
      const { value, lifeSeconds } = await fetchToken(oauth);
      held = { value, until: asked + lifeSeconds * 800 };
    }
    return held.value;
  };
}

/** Client credentials for a token: RFC 6749, 4.4, the client named by HTTP Basic as 2.3.1 has it. */
async function fetchToken(oauth: OAuth): Promise<{ readonly value: string; readonly lifeSeconds: number }> {
  const { tokenUrl, clientId, clientSecret, scope } = oauth;
  const client = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString("base64");
  const body = new URLSearchParams({ grant_type: "client_credentials", ...(scope === undefined ? {} : { scope }) });
  const signal = AbortSignal.timeout(tokenTimeoutMs);
  const headers = { authorization: `Basic ${client}` };
  const answer = await fetch(tokenUrl, { method: "POST", body, headers, signal }).catch((error) => {
    throw noToken(oauth, `can't be reached (${(error.cause ?? error).message})`, error);
  });
  if (!answer.ok) throw noToken(oauth, `answered ${answer.status}`);
  const answered = (await answer.json().catch(() => ({}))) as { access_token?: unknown; expires_in?: unknown };
  if (typeof answered.access_token !== "string") throw noToken(oauth, "answered without an access_token");
  return { value: answered.access_token, lifeSeconds: Number(answered.expires_in ?? usualLifeSeconds) };
}

function noToken({ tokenUrl, clientId }: OAuth, what: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError(
    "LOG_UNAVAILABLE",
    `no token for "${clientId}": ${tokenUrl} ${what}; check TWINSTREAM_KAFKA_OAUTH_TOKEN_URL, _CLIENT_ID and _CLIENT_SECRET`,
    cause,
  );
}
