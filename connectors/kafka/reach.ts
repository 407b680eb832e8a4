import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import type { KafkaSettings } from "./settings.ts";

/** A broker that is just starting is waited for, but not long: most often the address is wrong. */
const patienceMs = 4_000;
const answerTimeoutMs = 3_000;

/** The request that every broker answers before any login: which versions of what do you speak (ApiVersions, version 0). */
const apiVersions = 18;
const greeting = Buffer.from([0, 0, 0, 10, 0, apiVersions, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

/** Kafka 2.5 is the first to speak version 3 of what commits positions within a transaction (KIP-447). */
const commitInTransaction = { key: 28, version: 3 };
const tlsAlert = 0x15;

/** Why a broker can't be worked with: `isLasting` if trying again won't help. */
class Unreachable extends Error {
  readonly isLasting: boolean;
  constructor(message: string, isLasting: boolean) {
    super(message);
    this.isLasting = isLasting;
  }
}

/**
 * Resolves once one of the brokers answers as a Kafka that is new enough; throws `LOG_UNAVAILABLE` after at most eight seconds, with what
 * each of them said. kafkajs itself would say little, and of TLS where none is expected nothing at all.
 */
export async function reach(settings: KafkaSettings, clock: Clock): Promise<void> {
  const begun = clock.now();
  for (;;) {
    const reasons = await unreachable(settings);
    if (reasons === undefined) return;
    const isLasting = reasons.every((reason) => reason.isLasting);
    if (isLasting || clock.now() - begun >= patienceMs) {
      const said = [...new Set(reasons.map(({ message }) => message))].join("; ");
      throw new TwinstreamError("LOG_UNAVAILABLE", said, reasons[0]?.cause);
    }
    await clock.wait(250);
  }
}

/** Undefined when one answers. */
async function unreachable(settings: KafkaSettings): Promise<readonly Unreachable[] | undefined> {
  try {
    await Promise.any(settings.brokers.map((broker) => greet(broker, settings)));
    return undefined;
  } catch (error) {
    return (error as AggregateError).errors;
  }
}

async function greet(broker: string, settings: KafkaSettings): Promise<void> {
  const answer = await answerOf(broker, settings);
  if (answer[0] === tlsAlert) throw new Unreachable(wantsTls(broker), true);
  const versions = versionsIn(answer);
  if (versions === undefined) {
    throw new Unreachable(`what listens on ${broker} is no Kafka broker; check the address and port`, true);
  }
  if ((versions.get(commitInTransaction.key) ?? -1) < commitInTransaction.version) {
    throw new Unreachable(
      `the Kafka broker on ${broker} is older than 2.5; Twinstream needs Kafka 2.5 or newer, update it`,
      true,
    );
  }
}

/** The first answer to the greeting, whole where it is one of Kafka's. */
function answerOf(broker: string, settings: KafkaSettings): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let received = Buffer.alloc(0);
    let isThere = false;
    const socket = open(broker, settings, () => {
      isThere = true;
      socket.write(greeting);
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      socket.destroy();
      settle();
    };
    const fail = (reason: Unreachable) => end(() => reject(reason));
    const timer = setTimeout(() => fail(silent(broker, isThere)), answerTimeoutMs);
    socket.on("data", (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const isWhole = received.length >= 4 && received.length >= 4 + received.readInt32BE(0);
      if (isWhole || received[0] !== 0) end(() => resolve(received));
    });
    socket.on("error", (error) => fail(refusal(broker, settings, error)));
    socket.on("close", () => fail(new Unreachable(hungUp(broker, settings), false)));
  });
}

function open(broker: string, { tls }: KafkaSettings, onOpen: () => void): Socket {
  const colon = broker.lastIndexOf(":");
  const host = broker.slice(0, colon).replace(/^\[|\]$/g, "");
  const port = Number(broker.slice(colon + 1));
  if (tls === undefined) return connectPlain({ host, port }, onOpen);
  const { ca, cert, key } = tls;
  return connectTls({ host, port, ca, cert, key, ...(isIP(host) ? {} : { servername: host }) }, onOpen);
}

/** The highest version of each request that a broker speaks; undefined if this is no answer to the greeting. */
function versionsIn(answer: Buffer): ReadonlyMap<number, number> | undefined {
  const [head, entry] = [14, 6];
  if (answer.length < head || answer.readInt32BE(0) !== answer.length - 4 || answer.readInt32BE(4) !== 1)
    return undefined;
  const count = answer.readInt32BE(10);
  if (count < 0 || head + count * entry > answer.length) return undefined;
  const places = Array.from({ length: count }, (_, index) => head + index * entry);
  return new Map(places.map((at) => [answer.readInt16BE(at), answer.readInt16BE(at + 4)]));
}

function wantsTls(broker: string): string {
  return `the Kafka broker on ${broker} expects TLS; set TWINSTREAM_KAFKA_TLS=true, and TWINSTREAM_KAFKA_CA if its certificate is of your own authority`;
}

function wantsNoTls(broker: string): string {
  return `what listens on ${broker} doesn't speak TLS; leave TLS off (tls=false), or name the port where the broker does`;
}

function silent(broker: string, isThere: boolean): Unreachable {
  const what = isThere ? "took the connection but said nothing" : "didn't answer";
  return new Unreachable(
    `${broker} ${what} for ${answerTimeoutMs / 1_000} s; check that a Kafka broker runs there and that no firewall is between`,
    false,
  );
}

/** A broker that expects TLS mostly just hangs up on who doesn't speak it. */
function hungUp(broker: string, { tls }: KafkaSettings): string {
  const hint =
    tls === undefined ? "if it expects TLS, set TWINSTREAM_KAFKA_TLS=true" : "check that this port speaks TLS";
  return `${broker} hung up without an answer; ${hint}, otherwise look into the broker's log`;
}

/** What errors of the network, by their codes, mean. */
const networkErrors: Readonly<Record<string, (broker: string) => string>> = {
  ECONNREFUSED: (broker) => `nobody listens on ${broker}; start Kafka there or correct the address`,
  ENOTFOUND: (broker) => `there is no host by the name in ${broker}; correct the address`,
  EAI_AGAIN: (broker) => `the name in ${broker} can't be looked up now; check the network and the address`,
  ECONNRESET: (broker) => `${broker} broke the connection off; check that a Kafka broker listens there`,
};

function refusal(broker: string, { tls }: KafkaSettings, error: Error & { readonly code?: string }): Unreachable {
  const { code = "" } = error;
  if (tls !== undefined && (code === "ECONNRESET" || code === "EPROTO" || /WRONG_VERSION|PACKET_LENGTH/.test(code))) {
    return lasting(wantsNoTls(broker), error);
  }
  const known = networkErrors[code];
  if (known !== undefined) return Object.assign(new Unreachable(known(broker), false), { cause: error });
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE|ALERT_UNKNOWN_CA/.test(code)) {
    return lasting(
      `the Kafka broker on ${broker} refused our certificate or the lack of one; set TWINSTREAM_KAFKA_CERT and TWINSTREAM_KAFKA_KEY to one that it trusts`,
      error,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return lasting(
      `the certificate of ${broker} is for another name (${error.message}); use a name that it holds`,
      error,
    );
  }
  if (/CERT|SIGNATURE|ISSUER/.test(code)) {
    return lasting(
      `the certificate of ${broker} isn't trusted (${error.message}); set TWINSTREAM_KAFKA_CA to the file of who signed it`,
      error,
    );
  }
  return Object.assign(new Unreachable(`${broker} can't be reached (${error.message}); check the address`, false), {
    cause: error,
  });
}

function lasting(sentence: string, cause: Error): Unreachable {
  return Object.assign(new Unreachable(sentence, true), { cause });
}
