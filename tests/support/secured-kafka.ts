import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "../../bench/support/servers/free-ports.ts";
import { runJava } from "../../bench/support/servers/java-process.ts";
import { kafkaJars } from "../../bench/support/servers/kafka-broker.ts";
import type { KafkaProperties } from "../../bench/support/servers/kafka-properties.ts";
import { resolveFolder } from "../../bench/support/servers/maven-folder.ts";

/** A broker with a door of each kind, and what opens them. */
export interface SecuredKafka {
  readonly properties: KafkaProperties;
  /** `open` lets everybody do everything, `login` wants SASL, `tls` encrypts, `mutual` wants a certificate too. */
  readonly brokers: { readonly [door in Door]: string };
  /** PEM of the authority, and of a client's certificate and key. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Removes the certificates. */
  remove(): void;
}

const doors = ["open", "login", "tls", "mutual"] as const;
type Door = (typeof doors)[number];

/** Who may log in: `alice` may do everything, `limited` nothing that isn't granted. */
export const passwords = { alice: "alice-secret", limited: "limited-secret" } as const;

/** Settings of a single node for `describeWithOwnKafka`, with certificates made for it. */
export async function securedKafka(): Promise<SecuredKafka> {
  const [controller, ...ports] = await freePorts(1 + doors.length);
  const folder = mkdtempSync(join(tmpdir(), "twinstream-certificates-"));
  makeCertificates(folder);
  const brokers = Object.fromEntries(doors.map((door, index) => [door, `127.0.0.1:${ports[index]}`]));
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return {
    properties: { ...listeners(brokers, `127.0.0.1:${controller}`), ...logins, ...encryption(folder), ...rights },
    brokers: brokers as SecuredKafka["brokers"],
    ca: read("ca.pem"),
    cert: read("client.pem"),
    key: read("client.key"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Sets a user's SCRAM password, which a broker keeps rather than reads from its settings. */
export async function setScramPassword(broker: string, user: string, password: string): Promise<void> {
  const jars = join(await resolveFolder(kafkaJars), "*");
  const words = ["--bootstrap-server", broker, "--alter", "--entity-type", "users", "--entity-name", user];
  const set = (secret: string) => runJava(["-cp", jars, "kafka.admin.ConfigCommand", ...words, "--add-config", secret]);
  // A request takes one of a user's secrets only.
  await set(`SCRAM-SHA-256=[password=${password}]`);
  await set(`SCRAM-SHA-512=[password=${password}]`);
}

function listeners(brokers: Readonly<Record<string, string>>, controller: string): KafkaProperties {
  const advertised = Object.entries(brokers).map(([door, broker]) => `${door.toUpperCase()}://${broker}`);
  return {
    listeners: [...advertised, `CONTROLLER://${controller}`].join(","),
    "advertised.listeners": advertised.join(","),
    "listener.security.protocol.map": "OPEN:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT,TLS:SSL,MUTUAL:SSL",
    "inter.broker.listener.name": "OPEN",
    "controller.quorum.voters": `1@${controller}`,
  };
}

const modules = "org.apache.kafka.common.security";
const users = Object.entries(passwords).map(([name, password]) => `user_${name}="${password}"`);

const logins: KafkaProperties = {
  "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
  "listener.name.login.plain.sasl.jaas.config": `${modules}.plain.PlainLoginModule required ${users.join(" ")};`,
  "listener.name.login.scram-sha-256.sasl.jaas.config": `${modules}.scram.ScramLoginModule required;`,
  "listener.name.login.scram-sha-512.sasl.jaas.config": `${modules}.scram.ScramLoginModule required;`,
  // Tokens without a signature will do here: what is tested is how they are fetched and sent.
  "listener.name.login.oauthbearer.sasl.jaas.config": `${modules}.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
};

const rights: KafkaProperties = {
  "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
  "super.users": "User:ANONYMOUS;User:alice;User:CN=client",
};

function encryption(folder: string): KafkaProperties {
  return {
    "ssl.keystore.type": "PEM",
    "ssl.keystore.location": join(folder, "server-and-key.pem"),
    "ssl.truststore.type": "PEM",
    "ssl.truststore.location": join(folder, "ca.pem"),
    "listener.name.mutual.ssl.client.auth": "required",
  };
}

/** An authority, and by it a certificate for 127.0.0.1 and one for a client. */
function makeCertificates(folder: string): void {
  const openssl = (...words: string[]) => execFileSync("openssl", words, { cwd: folder, stdio: "pipe" });
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=authority");
  writeFileSync(join(folder, "names"), "subjectAltName=IP:127.0.0.1");
  for (const name of ["server", "client"]) {
    openssl("req", ...key, "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name}`);
    const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2", "-extfile", "names"];
    openssl("x509", "-req", "-in", `${name}.csr`, "-out", `${name}.pem`, ...by);
  }
  const both = ["server.key", "server.pem"].map((name) => readFileSync(join(folder, name), "utf8"));
  writeFileSync(join(folder, "server-and-key.pem"), both.join(""));
}
