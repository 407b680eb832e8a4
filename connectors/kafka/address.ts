import { TwinstreamError } from "../../schemas/errors.ts";
import { securityFrom } from "./security.ts";
import type { KafkaSettings } from "./settings.ts";

const form = "kafka://HOST:PORT[,HOST:PORT...][?prefix=...&delivery=...]";
const usualPort = 9092;

/**
 * A member that is not heard of for two and a half seconds loses its partitions, so that others go on within four. Brokers refuse less than
 * their `group.min.session.timeout.ms`, 6 s unless it is set; then it is six.
 */
const usualSessionMs = 2_500;
/** The others learn with a heartbeat that partitions are free: so many come in a session, one in 3 s at least. */
const beatsPerSession = 15;
const longestHeartbeatMs = 3_000;
/** An open transaction hides what comes behind it; it is opened after the work of a batch is done, so that half a minute is ample. */
const usualTransactionTimeoutMs = 30_000;

/**
 * Records are sent as they are: of events of 243 bytes gzip left 29 % and Snappy 42 %, while gzip took a quarter to
 * three fifths of the speed of writing and Snappy none that could be told. Over a slow network or on dear disks Snappy is the first to try.
 */
const usualCompression = "none";

/** What can stand behind the question mark, each with what it may be. */
const parameters = {
  prefix: (text: string) => checked(text, /^[\w.-]{0,100}$/.test(text), "up to 100 letters, digits, '.', '_' and '-'"),
  delivery: oneOf(["exactly-once", "at-least-once"]),
  compression: oneOf(["none", "gzip", "snappy", "zstd"]),
  replication: (text: string) => Number(checked(text, /^[1-9]\d?$/.test(text), "a number of copies from 1 on")),
  tls: (text: string) => oneOf(["true", "false"])(text) === "true",
  session: (text: string) => duration(text, 1_000),
  heartbeat: (text: string) => duration(text, 100),
  "transaction-timeout": (text: string) => duration(text, 1_000),
} as const satisfies Readonly<Record<string, (text: string) => unknown>>;

type Parameters = { readonly [name in keyof typeof parameters]?: ReturnType<(typeof parameters)[name]> };

/**
 * How to work with the cluster at an address, `kafka://HOST:PORT[,HOST:PORT...][?NAME=VALUE&...]`; `partitions` is for topics whose
 * settings say nothing. Secrets and certificates come from the environment alone: `TWINSTREAM_KAFKA_SASL` and what its mechanism needs,
 * `TWINSTREAM_KAFKA_TLS`, `_CA`, `_CERT` and `_KEY`. Throws `WRONG_USAGE`.
 */
export function kafkaSettings(
  address: string,
  environment: Readonly<Record<string, string | undefined>>,
  partitions: number,
): KafkaSettings {
  const [, hosts, query] = /^kafka:\/\/([^/?#]*)\/?(?:\?([^#]*))?$/.exec(address) ?? [];
  if (address.includes("@"))
    throw wrong(
      `${form} holds no user and password: lists of processes show it; set TWINSTREAM_KAFKA_SASL, TWINSTREAM_KAFKA_USERNAME and TWINSTREAM_KAFKA_PASSWORD instead`,
    );
  if (!hosts) throw wrong(`"${address}" is no address of Kafka; use ${form}`);
  const given = parametersOf(query ?? "");
  const sessionTimeoutMs = given.session ?? usualSessionMs;
  const heartbeatMs = given.heartbeat ?? Math.min(longestHeartbeatMs, Math.round(sessionTimeoutMs / beatsPerSession));
  if (heartbeatMs * 2 > sessionTimeoutMs)
    throw wrong(
      `heartbeat=${heartbeatMs}ms is too seldom for session=${sessionTimeoutMs}ms; a third of it or less is usual`,
    );
  return {
    brokers: hosts.split(",").map(broker),
    ...securityFrom(environment, given.tls),
    prefix: given.prefix ?? "",
    delivery: given.delivery ?? "exactly-once",
    partitions,
    replication: given.replication,
    compression: given.compression ?? usualCompression,
    sessionTimeoutMs,
    heartbeatMs,
    transactionTimeoutMs: given["transaction-timeout"] ?? usualTransactionTimeoutMs,
  };
}

/** `[::1]:9092` too; without a port it is the usual one. */
function broker(text: string): string {
  const [, host, port = String(usualPort)] = /^(\[[\da-fA-F:.]+\]|[^\s:[\]]+)(?::(\d{1,5}))?$/.exec(text.trim()) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw wrong(`"${text}" is no broker; name each as HOST:PORT, as in ${form}`);
  }
  return `${host}:${port}`;
}

function parametersOf(query: string): Parameters {
  const found: Record<string, unknown> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    if (/pass|secret|user|token/i.test(name)) {
      throw wrong(
        `"${name}" can't stand in the address: lists of processes show it; use the environment, as in TWINSTREAM_KAFKA_PASSWORD`,
      );
    }
    if (!Object.hasOwn(parameters, name)) {
      throw wrong(`an address of Kafka has no "${name}"; there are ${Object.keys(parameters).join(", ")}`);
    }
    found[name] = within(name, () => parameters[name as keyof typeof parameters](text));
  }
  return found as Parameters;
}

/** Says which parameter a complaint is about. */
function within<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? wrong(`${name}=${error.message}`) : error;
  }
}

function checked(text: string, isFine: boolean, expected: string): string {
  if (!isFine) throw new RangeError(`${text} is not understood; it may be ${expected}`);
  return text;
}

function oneOf<const Words extends readonly string[]>(words: Words): (text: string) => Words[number] {
  return (text) => checked(text, words.includes(text), words.join(" or "));
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

function duration(text: string, leastMs: number): number {
  const [, count, unit = ""] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(count) * (units[unit] ?? 0);
  checked(text, ms >= leastMs, `a time such as 1500ms, 6s or 1m, ${leastMs}ms at least`);
  return ms;
}

function wrong(sentence: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", sentence);
}
