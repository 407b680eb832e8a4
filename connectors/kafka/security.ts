import { readFileSync } from "node:fs";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { KafkaSasl, KafkaSettings, KafkaTls } from "./settings.ts";

type Environment = Readonly<Record<string, string | undefined>>;

const mechanisms = ["plain", "scram-sha-256", "scram-sha-512", "oauthbearer"] as const;
const prefix = "TWINSTREAM_KAFKA_";

/** Encryption and login as the environment has them; `tls` is what the address says of it. An empty variable counts as none. */
export function securityFrom(environment: Environment, tls: boolean | undefined): Pick<KafkaSettings, "tls" | "sasl"> {
  return { tls: tlsFrom(environment, tls), sasl: saslFrom(environment) };
}

function tlsFrom(environment: Environment, asked: boolean | undefined): KafkaTls | undefined {
  const text = environment[`${prefix}TLS`] || undefined;
  if (text !== undefined && text !== "true" && text !== "false") {
    throw wrong(`TWINSTREAM_KAFKA_TLS is "${text}"; it may be true or false`);
  }
  const [ca, cert, key] = ["CA", "CERT", "KEY"].map((name) => environment[prefix + name] || undefined);
  const names = [ca, cert, key].some((file) => file !== undefined);
  if (!(asked ?? (text === undefined ? names : text === "true"))) return undefined;
  if ((cert === undefined) !== (key === undefined)) {
    throw wrong("TWINSTREAM_KAFKA_CERT and TWINSTREAM_KAFKA_KEY belong together; name both files or neither");
  }
  const read = (name: string, file: string | undefined) => (file === undefined ? undefined : contents(name, file));
  return { ca: read("CA", ca), cert: read("CERT", cert), key: read("KEY", key) };
}

function saslFrom(environment: Environment): KafkaSasl | undefined {
  const text = environment[`${prefix}SASL`]?.toLowerCase() || undefined;
  if (text === undefined) {
    // Who sets a name wants to log in: without this, brokers would just hang up.
    if (environment[`${prefix}USERNAME`])
      throw wrong(
        `TWINSTREAM_KAFKA_USERNAME needs TWINSTREAM_KAFKA_SASL beside it; it may be ${mechanisms.join(", ")}`,
      );
    return undefined;
  }
  const mechanism = mechanisms.find((known) => known === text);
  if (mechanism === undefined) throw wrong(`TWINSTREAM_KAFKA_SASL is "${text}"; it may be ${mechanisms.join(", ")}`);
  const need = (name: string) => needed(environment, name, mechanism);
  if (mechanism !== "oauthbearer") return { mechanism, username: need("USERNAME"), password: need("PASSWORD") };
  return {
    mechanism,
    tokenUrl: need("OAUTH_TOKEN_URL"),
    clientId: need("OAUTH_CLIENT_ID"),
    clientSecret: need("OAUTH_CLIENT_SECRET"),
    scope: environment[`${prefix}OAUTH_SCOPE`] || undefined,
  };
}

/** A secret may be in a file instead, as container platforms hand them out: its last line break is not part of it. */
function needed(environment: Environment, name: string, mechanism: string): string {
  const file = environment[`${prefix}${name}_FILE`] || undefined;
  const value = environment[prefix + name] || (file && contents(`${name}_FILE`, file).replace(/\r?\n$/, ""));
  if (value) return value;
  const isSecret = name.endsWith("PASSWORD") || name.endsWith("SECRET");
  throw wrong(
    `TWINSTREAM_KAFKA_SASL=${mechanism} needs ${prefix}${name}${isSecret ? ` or ${prefix}${name}_FILE` : ""}; set it`,
  );
}

function contents(name: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = (error as Error).message;
    throw new TwinstreamError(
      "FILE_NOT_FOUND",
      `${prefix}${name} names "${file}", which can't be read (${reason}); check its path and rights`,
      error,
    );
  }
}

function wrong(sentence: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", sentence);
}
