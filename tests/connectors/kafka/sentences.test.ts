import kafkajs from "kafkajs";
import { expect, test } from "vitest";
import { explainKafka } from "../../../connectors/kafka/sentences.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";

const sasl = { mechanism: "plain", username: "shop", password: "hunter2" } as const;
const settings = kafkaSettings(["one:9092", "two:9092"], { prefix: "p.", sasl, replication: 3 });
const subject = { topic: "in", group: "score" };

test.for([
  ["NOT_ENOUGH_REPLICAS", /topic "p\.in" has fewer copies in step/],
  ["MESSAGE_TOO_LARGE", /a record is larger than topic "p\.in" takes; raise its max\.message\.bytes/],
  ["RECORD_LIST_TOO_LARGE", /max\.message\.bytes/],
  ["INVALID_REPLICATION_FACTOR", /can't have 3 copies on one:9092,two:9092.*replication=/],
  ["INVALID_SESSION_TIMEOUT", /session=6000ms.*group\.min\.session\.timeout\.ms/],
  ["INVALID_TRANSACTION_TIMEOUT", /transaction-timeout=30000ms/],
  ["UNSUPPORTED_VERSION", /Kafka 2\.5 or newer/],
  [
    "TOPIC_AUTHORIZATION_FAILED",
    /"shop" has no right to Read topic "p\.in".*User:shop --operation Read --topic p\.in$/,
  ],
  ["GROUP_AUTHORIZATION_FAILED", /group "p\.score".*--group p\.score$/],
  ["CLUSTER_AUTHORIZATION_FAILED", /IdempotentWrite --cluster$/],
  ["UNKNOWN_TOPIC_OR_PARTITION", /no topic "in"; create it first$/],
  ["SASL_AUTHENTICATION_FAILED", /login of "shop" by PLAIN; check TWINSTREAM_KAFKA_USERNAME/],
  ["KAFKA_STORAGE_ERROR", /Kafka on one:9092,two:9092 failed at topic "p\.in": said so; look into the broker's log$/],
] as const)("explainKafka: %s", ([type, sentence]) => {
  const cause = Object.assign(new kafkajs.KafkaJSProtocolError(new Error("said so")), { type });
  const explained = explainKafka(cause, settings, subject);
  expect(explained).toBeInstanceOf(TwinstreamError);
  expect(explained).toMatchObject({ code: "LOG_UNAVAILABLE", message: expect.stringMatching(sentence) });
  expect((explained as Error).message).not.toContain("hunter2");
});

test.for([
  [Object.assign(named("KafkaJSConnectionError"), { broker: "kafka:29092" }), '"kafka:29092" as one of its brokers'],
  [Object.assign(named("KafkaJSConnectionError"), { broker: "one:9092" }), "no broker of one:9092,two:9092"],
  [new kafkajs.KafkaJSConnectionError("Connection timeout"), "no broker of one:9092,two:9092 gave an answer in time"],
  [
    new kafkajs.KafkaJSRequestTimeoutError("Request Fetch timed out"),
    "gave an answer in time (Request Fetch timed out)",
  ],
  [new kafkajs.KafkaJSServerDoesNotSupportApiKey("no Fetch", { apiKey: 1, apiName: "Fetch" }), "Kafka 2.5 or newer"],
  [named("KafkaJSGroupCoordinatorNotFound"), 'no right to Read group "p.score"'],
] as const)("explainKafka: %s", ([cause, part]) => {
  expect(explainKafka(cause, settings, subject)).toMatchObject({ message: expect.stringContaining(part) });
});

test("explainKafka: looks under what retrying wrapped around, and leaves all that isn't Kafka's", () => {
  const refused = Object.assign(new kafkajs.KafkaJSProtocolError(new Error("no")), { type: "MESSAGE_TOO_LARGE" });
  const tried = new kafkajs.KafkaJSNumberOfRetriesExceeded(refused, { retryCount: 5, retryTime: 1 });
  expect(explainKafka(tried, settings, subject)).toMatchObject({
    message: expect.stringContaining("is larger than"),
    cause: refused,
  });
  const ours = new TwinstreamError("LOG_UNAVAILABLE", "said already");
  expect(explainKafka(ours, settings, subject)).toBe(ours);
  const wrapped = Object.assign(named("KafkaJSNonRetriableError"), { cause: ours });
  expect(explainKafka(wrapped, settings, subject)).toBe(ours);
  const bug = new TypeError("x is undefined");
  expect(explainKafka(bug, settings, subject)).toBe(bug);
  expect(explainKafka("text", settings, subject)).toBe("text");
});

/** An error by the name of a class of kafkajs whose constructor its types don't tell. */
function named(name: string): Error {
  return Object.assign(new Error("said so"), { name });
}
