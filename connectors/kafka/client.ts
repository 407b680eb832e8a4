import kafkajs, { type Admin, type CompressionTypes, type Kafka, type KafkaConfig } from "kafkajs";
import { type Clock, systemClock } from "../clock.ts";
import { compressionType, registerCodecs } from "./compression.ts";
import { installConnectingOnce } from "./connecting-once.ts";
import { installFetchAnswer } from "./fetch-answer.ts";
import { type Cluster, createCluster } from "./kafkajs-inside.ts";
import { kindOf, withPatience } from "./patience.ts";
import { installProduceRequest } from "./produce-request.ts";
import { reach } from "./reach.ts";
import { saslOptions } from "./sasl.ts";
import { explainKafka, hungUpAtFirst, type Subject } from "./sentences.ts";
import { Session } from "./session.ts";
import type { KafkaSettings } from "./settings.ts";

/** What a client takes from its surroundings. */
export interface KafkaSurroundings {
  /** Told what a person should know but nothing stops for; silent unless given. */
  readonly notice?: (sentence: string) => void;
  readonly clock?: Clock;
}

/** The way to a Kafka cluster, shared by everything that one log does. */
export interface KafkaClient {
  /** Makes producers and consumers; its own log is silent, what matters is thrown. */
  readonly kafka: Kafka;
  readonly settings: KafkaSettings;
  readonly session: Session;
  readonly clock: Clock;
  /** What producers are to compress by. */
  readonly compression: CompressionTypes;
  notice(sentence: string): void;
  /** The name on the cluster of a topic, group or transactional id. */
  named(name: string): string;
  /** An error of kafkajs as a `TwinstreamError` with one sentence; anything else as it is. */
  explain(error: unknown, subject?: Subject): unknown;
  /** One connected admin, shared. The first call fails within ten seconds where the address, the encryption or the login is wrong. */
  admin(): Promise<Admin>;
  /** Tries again while brokers change places, on one shared set of connections; errors are explained. */
  ask<Answer>(subject: Subject, question: (cluster: Cluster) => Promise<Answer>): Promise<Answer>;
  close(): Promise<void>;
}

/** Prepares the way to a cluster; nothing is connected before it is asked for. */
export function openKafkaClient(settings: KafkaSettings, surroundings: KafkaSurroundings = {}): KafkaClient {
  installFetchAnswer();
  installProduceRequest();
  installConnectingOnce();
  registerCodecs();
  const { notice = () => undefined, clock = systemClock } = surroundings;
  const kafka = new kafkajs.Kafka(kafkaConfig(settings, clock));
  const explain = (error: unknown, subject: Subject = {}) => explainKafka(error, settings, subject);
  const cluster = kept(async () => {
    await reach(settings, clock);
    return connectCluster(kafka, settings);
  });
  const admin = kept(async () => {
    await cluster.get();
    const made = kafka.admin();
    await made.connect();
    return made;
  });
  return {
    kafka,
    settings,
    session: new Session(settings, notice),
    clock,
    compression: compressionType(settings.compression),
    notice,
    explain,
    named: (name) => `${settings.prefix}${name}`,
    async admin() {
      try {
        return await admin.get();
      } catch (error) {
        throw explain(error);
      }
    },
    async ask(subject, question) {
      const topics = subject.topic === undefined ? [] : [`${settings.prefix}${subject.topic}`];
      const mend = async () => (await cluster.get()).brokerPool.refreshMetadata(topics);
      try {
        const connected = await cluster.get();
        return await withPatience(clock, () => question(connected), mend);
      } catch (error) {
        throw explain(error, subject);
      }
    },
    async close() {
      const made = await Promise.allSettled([admin.taken(), cluster.taken()]);
      for (const one of made) if (one.status === "fulfilled") await one.value?.disconnect();
    },
  };
}

async function connectCluster(kafka: Kafka, settings: KafkaSettings): Promise<Cluster> {
  const made = createCluster(kafka);
  try {
    await made.connect();
    // The first question after the greeting and the login.
    await made.brokerPool.refreshMetadata([]);
    return made;
  } catch (error) {
    await made.disconnect();
    throw kindOf(error) === "KafkaJSConnectionClosedError" ? hungUpAtFirst(settings, error) : error;
  }
}

function kafkaConfig({ brokers, tls, sasl }: KafkaSettings, clock: Clock): KafkaConfig {
  return {
    clientId: "twinstream",
    brokers: [...brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    authenticationTimeout: 10_000,
    requestTimeout: 30_000,
    // So long before the end of its session a connection logs in again. A session that is shorter would do so at each request, which
    // brokers refuse within a second; kafkajs's own ten seconds would ask for tokens of fifty seconds or more.
    reauthenticationThreshold: 3_000,
    // Some five seconds in all: what may take longer, an election for one, is waited for by those who ask.
    retry: { initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000, retries: 8 },
    ...(tls === undefined ? {} : { ssl: { ca: tls.ca, cert: tls.cert, key: tls.key } }),
    ...(sasl === undefined ? {} : { sasl: saslOptions(sasl, clock) }),
  };
}

/** Made when first asked for and kept; a failure isn't. */
function kept<Value>(make: () => Promise<Value>): { get(): Promise<Value>; taken(): Promise<Value> | undefined } {
  let made: Promise<Value> | undefined;
  const get = () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
  return { get, taken: () => made };
}
