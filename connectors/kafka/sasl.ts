import type { OauthbearerProviderResponse, SASLOptions } from "kafkajs";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import type { KafkaSasl } from "./settings.ts";

type OAuth = Extract<KafkaSasl, { readonly mechanism: "oauthbearer" }>;

/** How kafkajs proves to a broker who we are. */
export function saslOptions(sasl: KafkaSasl, clock: Clock): SASLOptions {
  // kafkajs's type wants each mechanism by itself, although they are alike.
  if (sasl.mechanism !== "oauthbearer") return { ...sasl } as SASLOptions;
  return { mechanism: "oauthbearer", oauthBearerProvider: tokenProvider(sasl, clock) };
}

/** How long a token is kept that doesn't say when it runs out, and how long to wait for one. */
const usualLifeSeconds = 300;
const tokenTimeoutMs = 10_000;

/** Gives a token that is good for a while yet: the one at hand until four fifths of its life are over, then a new one. */
function tokenProvider(oauth: OAuth, clock: Clock): () => Promise<OauthbearerProviderResponse> {
  let held: { readonly value: string; readonly until: number } | undefined;
  return async () => {
    if (held === undefined || clock.now() >= held.until) {
      const asked = clock.now();
      const { value, lifeSeconds } = await fetchToken(oauth);
      held = { value, until: asked + lifeSeconds * 800 };
    }
    return { value: held.value };
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
