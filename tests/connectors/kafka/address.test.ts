import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kafkaSettings } from "../../../connectors/kafka/address.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const usual = {
  brokers: ["one:9092"],
  tls: undefined,
  sasl: undefined,
  prefix: "",
  delivery: "exactly-once",
  partitions: 4,
  replication: undefined,
  compression: "none",
  sessionTimeoutMs: 2_500,
  heartbeatMs: 167,
  transactionTimeoutMs: 30_000,
};

test.for([
  ["kafka://one:9092", {}],
  ["kafka://one", {}],
  ["kafka://one:9092/", {}],
  ["kafka://one:19092,two:29092", { brokers: ["one:19092", "two:29092"] }],
  ["kafka://[::1]:9093", { brokers: ["[::1]:9093"] }],
  ["kafka://one?prefix=shop.&replication=3", { prefix: "shop.", replication: 3 }],
  ["kafka://one?delivery=at-least-once&compression=zstd", { delivery: "at-least-once", compression: "zstd" }],
  ["kafka://one?session=6s", { sessionTimeoutMs: 6_000, heartbeatMs: 400 }],
  ["kafka://one?session=2m", { sessionTimeoutMs: 120_000, heartbeatMs: 3_000 }],
  ["kafka://one?heartbeat=250ms&transaction-timeout=1m", { heartbeatMs: 250, transactionTimeoutMs: 60_000 }],
  ["kafka://one?tls=true", { tls: { ca: undefined, cert: undefined, key: undefined } }],
  ["kafka://one?tls=false", {}],
] as const)("kafkaSettings: %s", ([address, expected]) => {
  expect(kafkaSettings(address, {}, 4)).toEqual({ ...usual, ...expected });
});

test.for([
  ["http://one:9092", "kafka://HOST:PORT"],
  ["kafka://", "kafka://HOST:PORT"],
  ["kafka://one/topic", "kafka://HOST:PORT"],
  ["kafka://one,", "HOST:PORT"],
  ["kafka://one:0", '"one:0"'],
  ["kafka://one:65536", '"one:65536"'],
  ["kafka://one:a", '"one:a"'],
  ["kafka://one?colour=red", '"colour"; there are prefix, delivery, compression, replication, tls, session'],
  ["kafka://one?prefix=a/b", "prefix=a/b"],
  ["kafka://one?delivery=twice", "exactly-once or at-least-once"],
  ["kafka://one?compression=lz4", "none or gzip or snappy or zstd"],
  ["kafka://one?replication=0", "replication=0"],
  ["kafka://one?tls=yes", "tls=yes"],
  ["kafka://one?session=6", "1500ms, 6s or 1m"],
  ["kafka://one?session=10ms", "session=10ms"],
  ["kafka://one?session=2s&heartbeat=2s", "heartbeat=2000ms is too seldom"],
] as const)("kafkaSettings: %s is refused with what would do", ([address, part]) => {
  expect(() => kafkaSettings(address, {}, 4)).toThrow(
    expect.objectContaining({ code: "WRONG_USAGE", message: expect.stringContaining(part) }),
  );
});

test.for(["kafka://me:hunter2@one:9092", "kafka://one?password=hunter2", "kafka://one?sasl_password=hunter2"])(
  "kafkaSettings: the password of %s is refused and not repeated",
  (address) => {
    const refused = () => kafkaSettings(address, {}, 4);
    expect(refused).toThrow("TWINSTREAM_KAFKA_PASSWORD");
    expect(refused).not.toThrow("hunter2");
  },
);

test.for([
  [
    { SASL: "SCRAM-SHA-512", USERNAME: "me", PASSWORD: "hunter2" },
    { sasl: { mechanism: "scram-sha-512", username: "me", password: "hunter2" } },
  ],
  [
    {
      SASL: "oauthbearer",
      OAUTH_TOKEN_URL: "https://id/token",
      OAUTH_CLIENT_ID: "me",
      OAUTH_CLIENT_SECRET: "hunter2",
      OAUTH_SCOPE: "kafka",
    },
    {
      sasl: {
        mechanism: "oauthbearer",
        tokenUrl: "https://id/token",
        clientId: "me",
        clientSecret: "hunter2",
        scope: "kafka",
      },
    },
  ],
  [{ TLS: "true" }, { tls: { ca: undefined, cert: undefined, key: undefined } }],
  [{ TLS: "", SASL: "", CA: "" }, {}],
] as const)("kafkaSettings: the environment has %j", ([variables, expected]) => {
  expect(kafkaSettings("kafka://one", named(variables), 4)).toEqual({ ...usual, ...expected });
});

test("kafkaSettings: certificates and passwords come from files, a password without its last line break", () => {
  const folder = temporaryFolder();
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const variables = {
    CA: file("ca", "authority\n"),
    CERT: file("cert", "certificate\n"),
    KEY: file("key", "key\n"),
    SASL: "plain",
    USERNAME: "me",
    PASSWORD_FILE: file("password", "hunter2 \n"),
  };
  expect(kafkaSettings("kafka://one", named(variables), 4)).toEqual({
    ...usual,
    tls: { ca: "authority\n", cert: "certificate\n", key: "key\n" },
    sasl: { mechanism: "plain", username: "me", password: "hunter2 " },
  });
  expect(kafkaSettings("kafka://one?tls=false", named({ CA: variables.CA }), 4)).toEqual(usual);
});

test.for([
  [{ SASL: "kerberos" }, "plain, scram-sha-256, scram-sha-512, oauthbearer"],
  [{ SASL: "plain" }, "TWINSTREAM_KAFKA_USERNAME"],
  [{ SASL: "plain", USERNAME: "me" }, "TWINSTREAM_KAFKA_PASSWORD or TWINSTREAM_KAFKA_PASSWORD_FILE"],
  [{ USERNAME: "me", PASSWORD: "hunter2" }, "TWINSTREAM_KAFKA_SASL"],
  [{ SASL: "oauthbearer", OAUTH_CLIENT_ID: "me" }, "TWINSTREAM_KAFKA_OAUTH_TOKEN_URL"],
  [{ TLS: "maybe" }, 'TWINSTREAM_KAFKA_TLS is "maybe"'],
  [{ TLS: "true", CERT: "/x" }, "TWINSTREAM_KAFKA_KEY"],
  [{ CA: "/not/there" }, 'TWINSTREAM_KAFKA_CA names "/not/there"'],
] as const)("kafkaSettings: an environment with %j is refused with what would do", ([variables, part]) => {
  expect(() => kafkaSettings("kafka://one", named(variables), 4)).toThrow(part);
});

function named(variables: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TWINSTREAM_KAFKA_${name}`, value]));
}
