import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Certificates } from "./certificates.ts";
import type { KafkaProperties } from "./kafka-properties.ts";

/** Who may do what on a cluster, by which proof. */
export interface KafkaSecurity {
  /** Passwords by name, for PLAIN and SCRAM. */
  readonly users: Readonly<Record<string, string>>;
  /** With OAUTHBEARER: where the keys are that tokens are signed with, and for whom the tokens must be. */
  readonly tokens?: { readonly jwksUrl: string; readonly audience: string };
  /** Whether users need rights (access control lists); whoever comes without a login has all of them. */
  readonly needsRights?: boolean;
}

const scram = ["SCRAM-SHA-256", "SCRAM-SHA-512"];
const modules = "org.apache.kafka.common.security";

/** What nodes are told about security, with the certificates in files of their folder. */
export function securityProperties(
  security: KafkaSecurity,
  { ca, server }: Certificates,
  folder: string,
): KafkaProperties {
  writeFileSync(join(folder, "ca.pem"), ca);
  writeFileSync(join(folder, "server.pem"), server.key + server.cert);
  return {
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": join(folder, "server.pem"),
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": join(folder, "ca.pem"),
    "ssl.client.auth": "requested",
    "sasl.enabled.mechanisms": ["PLAIN", ...scram, ...(security.tokens ? ["OAUTHBEARER"] : [])].join(","),
    ...loginProperties("sasl_plaintext", security),
    ...loginProperties("sasl_ssl", security),
    ...(security.tokens && {
      "sasl.oauthbearer.jwks.endpoint.url": security.tokens.jwksUrl,
      "sasl.oauthbearer.expected.audience": security.tokens.audience,
    }),
    ...(security.needsRights && {
      "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
      "super.users": "User:ANONYMOUS",
    }),
  };
}

function loginProperties(listener: string, { users, tokens }: KafkaSecurity): KafkaProperties {
  const at = (mechanism: string) => `listener.name.${listener}.${mechanism.toLowerCase()}.sasl`;
  const plainUsers = Object.entries(users).map(([name, password]) => ` user_${name}="${password}"`);
  const scramModule = `${modules}.scram.ScramLoginModule required;`;
  return {
    [`${at("PLAIN")}.jaas.config`]: `${modules}.plain.PlainLoginModule required${plainUsers.join("")};`,
    ...Object.fromEntries(scram.map((mechanism) => [`${at(mechanism)}.jaas.config`, scramModule])),
    ...(tokens && {
      [`${at("OAUTHBEARER")}.jaas.config`]: `${modules}.oauthbearer.OAuthBearerLoginModule required;`,
      [`${at("OAUTHBEARER")}.server.callback.handler.class`]: `${modules}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
    }),
  };
}

/** What the storage of a new cluster is formatted with, so that SCRAM knows the users from the start. */
export function scramWords({ users }: KafkaSecurity): readonly string[] {
  return Object.entries(users).flatMap(([name, password]) =>
    scram.flatMap((mechanism) => ["--add-scram", `${mechanism}=[name=${name},password=${password}]`]),
  );
}

/** What Java is told: Kafka fetches keys from nowhere that is not named here. */
export function javaWords({ tokens }: KafkaSecurity): readonly string[] {
  return tokens ? [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${tokens.jwksUrl}`] : [];
}
