import { TwinstreamError } from "../../schemas/errors.ts";
import { noTopic } from "../topic-names.ts";
import { unsupportedCompression } from "./compression.ts";
import { kindOf, rootOf } from "./patience.ts";
import type { KafkaSettings } from "./settings.ts";

/** What a call was about, by the names that its caller gave. */
export interface Subject {
  readonly topic?: string;
  readonly group?: string;
  readonly transactionalId?: string;
  /** The right that the call needs, by its name in access control lists; where left out, that of those who read. */
  readonly operation?: AclOperation;
}

type AclOperation = "Read" | "Write" | "Describe" | "Create" | "AlterConfigs";

interface Circumstances extends Subject {
  readonly settings: KafkaSettings;
  readonly message: string;
  /** The broker that a connection failed to, `host:port`, where there was one. */
  readonly broker?: string | undefined;
}

/** What an error of kafkajs means for a person: what happened, where, and what to do. Anything else is given back as it is. */
export function explainKafka(error: unknown, settings: KafkaSettings, subject: Subject): unknown {
  const root = rootOf(error);
  if (root instanceof TwinstreamError || !(root instanceof Error)) return root;
  const kind = kindOf(root);
  if (kind === "UNKNOWN_TOPIC_OR_PARTITION" && subject.topic !== undefined) return noTopic(subject.topic);
  const say = sentences[kind] ?? (isOfKafka(root) ? other : undefined);
  if (say === undefined) return error;
  return new TwinstreamError(
    "LOG_UNAVAILABLE",
    say({ ...subject, settings, message: root.message, broker: (root as { broker?: string }).broker }),
    root,
  );
}

/** Says that a broker hung up at the first question after its greeting: so it does on who isn't logged in. */
export function hungUpAtFirst(settings: KafkaSettings, cause: unknown): TwinstreamError {
  return new TwinstreamError("LOG_UNAVAILABLE", loginRefused({ settings, message: "" }), cause);
}

function isOfKafka({ name }: Error): boolean {
  return name.startsWith("KafkaJS");
}

/** One sentence for each kind of error that a person can mend, by the name that the protocol or kafkajs has for it. */
const sentences: Readonly<Record<string, (about: Circumstances) => string>> = {
  KafkaJSConnectionError: unanswered,
  KafkaJSConnectionClosedError: unanswered,
  KafkaJSRequestTimeoutError: unanswered,
  KafkaJSBrokerNotFound: unanswered,
  KafkaJSNoBrokerAvailableError: unanswered,
  KafkaJSLockTimeout: unanswered,
  NETWORK_EXCEPTION: unanswered,
  REQUEST_TIMED_OUT: unanswered,
  KafkaJSSASLAuthenticationError: loginRefused,
  SASL_AUTHENTICATION_FAILED: loginRefused,
  UNSUPPORTED_SASL_MECHANISM: loginRefused,
  ILLEGAL_SASL_STATE: (about) =>
    `the broker on ${place(about)} takes no login at this port; unset TWINSTREAM_KAFKA_SASL, or name the port where it does`,
  KafkaJSServerDoesNotSupportApiKey: tooOld,
  UNSUPPORTED_VERSION: tooOld,
  UNSUPPORTED_FOR_MESSAGE_FORMAT: tooOld,
  TOPIC_AUTHORIZATION_FAILED: (about) => forbidden(about, "topic", about.topic, about.operation ?? "Read"),
  GROUP_AUTHORIZATION_FAILED: (about) => forbidden(about, "group", about.group, "Read"),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: (about) =>
    forbidden(about, "transactional-id", about.transactionalId, "Write"),
  // kafkajs hides why, where its own consumers and producers look for one.
  KafkaJSGroupCoordinatorNotFound: (about) =>
    about.transactionalId === undefined
      ? uncoordinated(about, "group", about.group, "Read")
      : uncoordinated(about, "transactional-id", about.transactionalId, "Write"),
  CLUSTER_AUTHORIZATION_FAILED: (about) =>
    `${us(about)} has no right to do this on the cluster of ${place(about)}; grant IdempotentWrite (to write) or Create (to make topics) with: kafka-acls.sh --add --allow-principal User:${user(about)} --operation ${about.operation === "Create" ? "Create" : "IdempotentWrite"} --cluster`,
  [unsupportedCompression]: (about) =>
    `${topic(about)} holds records compressed by ${about.message}; have them written with gzip or snappy (compression.type of the topic or of its producers)`,
  MESSAGE_TOO_LARGE: tooLarge,
  RECORD_LIST_TOO_LARGE: tooLarge,
  INVALID_REPLICATION_FACTOR: (about) =>
    `${topic(about)} can't have ${about.settings.replication ?? "as many"} copies on ${place(about)}: there are fewer brokers; set replication= in the address to their number or less`,
  INVALID_SESSION_TIMEOUT: ({ settings }) =>
    `the brokers don't allow session=${settings.sessionTimeoutMs}ms; name a session in the address between their group.min.session.timeout.ms and group.max.session.timeout.ms`,
  INVALID_TRANSACTION_TIMEOUT: ({ settings }) =>
    `the brokers don't allow transaction-timeout=${settings.transactionTimeoutMs}ms; set less in the address, or raise their transaction.max.timeout.ms`,
  NOT_ENOUGH_REPLICAS: tooFewCopies,
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: tooFewCopies,
  POLICY_VIOLATION: (about) =>
    `a rule of the cluster of ${place(about)} forbids ${topic(about)} as it is (${about.message}); ask who runs it`,
  INVALID_CONFIG: (about) =>
    `the cluster of ${place(about)} doesn't take the settings of ${topic(about)} (${about.message}); ask who runs it`,
};

function other(about: Circumstances): string {
  const { message } = about;
  return `Kafka on ${place(about)} failed${about.topic === undefined ? "" : ` at ${topic(about)}`}: ${message}; look into the broker's log`;
}

function unanswered(about: Circumstances): string {
  const { broker, settings } = about;
  if (broker !== undefined && !settings.brokers.includes(broker)) {
    return `the cluster of ${place(about)} names "${broker}" as one of its brokers, which gave no answer in time (${about.message}); check that it runs, and that its advertised.listeners hold an address that can be reached from here`;
  }
  return `no broker of ${place(about)} gave an answer in time (${about.message}); check that Kafka runs, what was acknowledged is safe`;
}

function loginRefused(about: Circumstances): string {
  const { sasl } = about.settings;
  if (sasl === undefined)
    return `the broker on ${place(about)} wants a login; set TWINSTREAM_KAFKA_SASL and what it needs`;
  const mechanism = sasl.mechanism.toUpperCase();
  if (/not support/i.test(about.message)) {
    return `the broker on ${place(about)} offers no login by ${mechanism}; set TWINSTREAM_KAFKA_SASL to what it offers: plain, scram-sha-256, scram-sha-512 or oauthbearer`;
  }
  const check =
    sasl.mechanism === "oauthbearer"
      ? "the broker's settings for tokens and TWINSTREAM_KAFKA_OAUTH_SCOPE"
      : "TWINSTREAM_KAFKA_USERNAME and TWINSTREAM_KAFKA_PASSWORD";
  return `the broker on ${place(about)} refused the login of "${user(about)}" by ${mechanism}; check ${check}`;
}

function tooOld(about: Circumstances): string {
  return `a broker of ${place(about)} doesn't know what was asked (${about.message}); Twinstream needs Kafka 2.5 or newer on every broker, update it`;
}

function forbidden(about: Circumstances, kind: string, name: string | undefined, operation: string): string {
  const full = name === undefined ? undefined : `${about.settings.prefix}${name}`;
  const what = full === undefined ? `a ${kind}` : `${kind} "${full}"`;
  return `${us(about)} has no right to ${operation} ${what} on ${place(about)}; grant it with: kafka-acls.sh --add --allow-principal User:${user(about)} --operation ${operation} --${kind} ${full ?? "NAME"}`;
}

function uncoordinated(about: Circumstances, kind: string, name: string | undefined, operation: string): string {
  return `no broker answers for the ${kind}: the cluster isn't whole, or ${forbidden(about, kind, name, operation)}`;
}

function tooLarge(about: Circumstances): string {
  return `a record is larger than ${topic(about)} takes; raise its max.message.bytes (Twinstream sets 16 MiB where it may) and, with several brokers, their replica.fetch.max.bytes`;
}

function tooFewCopies(about: Circumstances): string {
  return `${topic(about)} has fewer copies in step than its min.insync.replicas on ${place(about)}; bring the missing brokers back`;
}

function place({ settings }: Circumstances): string {
  return settings.brokers.join(",");
}

function topic({ settings, topic: name }: Circumstances): string {
  return name === undefined ? "a topic" : `topic "${settings.prefix}${name}"`;
}

/** Who we are to the broker, as far as we know. */
function user({ settings: { sasl } }: Circumstances): string {
  if (sasl === undefined) return "NAME";
  return sasl.mechanism === "oauthbearer" ? sasl.clientId : sasl.username;
}

function us(about: Circumstances): string {
  return about.settings.sasl === undefined ? "this client" : `user "${user(about)}"`;
}
