import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join, resolve } from "node:path";
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from "kafkajs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ended, run, severalAtOnce, startProgram, workingFolder } from "../support/command.ts";
import { describeWithOwnKafka } from "../support/describe-with-servers.ts";
import { judgedCsv } from "../support/judged-file.ts";
import { grantRights, kafkaClient } from "../support/kafka-client.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";

const folder = workingFolder();
const users = {
  all: "all-knows",
  nobody: "nobody-knows",
  reader: "reader-knows",
  lonely: "lonely-knows",
  plain: "plain-knows",
};
type User = keyof typeof users;
const replay = ["replay", "judged.csv", "--preset", "home-depot", "--append-only", "--quiet"];
const runOne = ["run", "--stages", "tokenize", "--no-fused", "--quiet"];

/** A command line, where it finds Kafka, the environment beside it, and what it is to end with and say. */
interface Case {
  readonly name: string;
  readonly words: readonly string[];
  readonly log: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly code: number;
  readonly says: string;
}

// An answer to the greeting by which a broker speaks no newer TxnOffsetCommit than version 2.
const older = Buffer.from("0000001000000001000000000001001c00000002", "hex");
const olderBroker = createServer((socket) => socket.once("data", () => socket.end(older)).on("error", () => undefined));

beforeAll(async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(30));
  await run(["replay", "judged.csv", "--preset", "home-depot", "--quiet", "--workers", "0"], folder);
  await new Promise<void>((done) => olderBroker.listen(0, "127.0.0.1", done));
});
afterAll(() => void olderBroker.close());

describeWithOwnKafka("kafka: wrong input", { security: { users, needsRights: true } }, (kafka) => {
  const open = () => `kafka://${kafka().brokers[0]}`;
  const asUser = () => `kafka://${kafka().brokersFor("SASL_PLAINTEXT")[0]}`;
  const login = (user: User, password: string = users[user], mechanism = "plain") => ({
    TWINSTREAM_KAFKA_SASL: mechanism,
    TWINSTREAM_KAFKA_USERNAME: user,
    TWINSTREAM_KAFKA_PASSWORD: password,
  });

  test("command line: one sentence for who can't get to the brokers", async () => {
    const refused = (mechanism: string) =>
      `the broker on ${address(asUser())} refused the login of "all" by ${mechanism}; check TWINSTREAM_KAFKA_USERNAME and TWINSTREAM_KAFKA_PASSWORD [LOG_UNAVAILABLE]`;
    const old = `127.0.0.1:${(olderBroker.address() as AddressInfo).port}`;
    const tls = kafka().brokersFor("SSL")[0]!;
    await check([
      {
        name: "address",
        words: ["lag"],
        log: "kafka://127.0.0.1:1",
        code: 1,
        says: "nobody listens on 127.0.0.1:1; start Kafka there or correct the address [LOG_UNAVAILABLE]",
      },
      {
        name: "run",
        words: runOne,
        log: "kafka://127.0.0.1:1",
        code: 1,
        says: "nobody listens on 127.0.0.1:1; start Kafka there or correct the address [LOG_UNAVAILABLE]",
      },
      { name: "host", words: ["topics"], log: "kafka://nowhere.invalid:9092", code: 1, says: "nowhere.invalid" },
      {
        name: "no address",
        words: ["topics"],
        log: "kafka://",
        code: 2,
        says: `"kafka://" is no address of Kafka; use kafka://HOST:PORT[,HOST:PORT...][?prefix=...&delivery=...] [WRONG_USAGE]`,
      },
      {
        name: "password in the address",
        words: ["topics"],
        log: "kafka://all:all-knows@127.0.0.1:9092",
        code: 2,
        says: "holds no user and password",
      },
      { name: "zstd", words: ["topics"], log: `${open()}?compression=zstd`, code: 1, says: "zstd" },
      {
        name: "plain",
        words: ["lag"],
        log: asUser(),
        environment: login("all", "guessed"),
        code: 1,
        says: refused("PLAIN"),
      },
      {
        name: "scram",
        words: ["models", "list"],
        log: asUser(),
        environment: login("all", "guessed", "scram-sha-512"),
        code: 1,
        says: refused("SCRAM-SHA-512"),
      },
      {
        name: "no login",
        words: ["dead-letters", "list"],
        log: asUser(),
        code: 1,
        says: `the broker on ${address(asUser())} wants a login; set TWINSTREAM_KAFKA_SASL and what it needs [LOG_UNAVAILABLE]`,
      },
      { name: "tls", words: replay, log: `kafka://${tls}`, code: 1, says: "TLS" },
      {
        name: "older",
        words: ["topics"],
        log: `kafka://${old}`,
        code: 1,
        says: `the Kafka broker on ${old} is older than 2.5; Twinstream needs Kafka 2.5 or newer, update it [LOG_UNAVAILABLE]`,
      },
    ]);
  });

  test("command line: a right that is missing is named, with the command that grants it", async () => {
    await run(["topics", "--log", `${open()}?prefix=rights.`], folder);
    await grant("reader", [
      ["TOPIC", "READ"],
      ["TOPIC", "DESCRIBE"],
      ["TOPIC", "DESCRIBE_CONFIGS"],
      ["TRANSACTIONAL_ID", "WRITE"],
      ["TRANSACTIONAL_ID", "DESCRIBE"],
    ]);
    await grant("lonely", [
      ["TOPIC", "ALL"],
      ["GROUP", "ALL"],
    ]);
    await grant("plain", [
      ["TOPIC", "ALL"],
      ["TRANSACTIONAL_ID", "ALL"],
    ]);
    const log = `${asUser()}?prefix=rights.`;
    const words = (operation: string, kind: string) => `--operation ${operation} --${kind} rights.`;
    await check([
      {
        name: "create",
        words: ["topics"],
        log: `${asUser()}?prefix=new.`,
        environment: login("nobody"),
        code: 1,
        says: `user "nobody" has no right to`,
      },
      {
        name: "read",
        words: ["lag"],
        log,
        environment: login("nobody"),
        code: 1,
        says: `user "nobody" has no right to`,
      },
      { name: "write", words: replay, log, environment: login("reader"), code: 1, says: words("Write", "topic") },
      { name: "group", words: runOne, log, environment: login("plain"), code: 1, says: words("Read", "group") },
      {
        name: "transactional id",
        words: runOne,
        log,
        environment: login("lonely"),
        code: 1,
        says: words("Write", "transactional-id"),
      },
    ]);
  });

  test("run: a topic with fewer partitions than asked for is told of, and works", async () => {
    const log = `${open()}?prefix=few.`;
    await run([...replay, "--partitions", "2", "--log", log], folder);
    const ended = await run([...runOne, "--partitions", "8", "--drain", "--log", log], folder);
    expect(ended.code).toBe(0);
    expect(ended.stderr).toContain('topic "few.searches" keeps its 2 partitions although 8 were asked for');
  });

  async function grant(
    user: User,
    rights: readonly (readonly [keyof typeof AclResourceTypes, keyof typeof AclOperationTypes])[],
  ) {
    const admin = kafkaClient(kafkaSettings(kafka().brokers)).admin();
    await admin.connect();
    await grantRights(
      admin,
      rights.map(([kind, operation]) => ({
        resourceType: AclResourceTypes[kind],
        resourceName: "rights.",
        resourcePatternType: ResourcePatternTypes.PREFIXED,
        principal: `User:${user}`,
        host: "*",
        operation: AclOperationTypes[operation],
        permissionType: AclPermissionTypes.ALLOW,
      })),
    );
    await admin.disconnect();
  }
});

function address(log: string): string {
  return log.replace("kafka://", "");
}

/** Runs all, and looks whether each says one sentence with the right code and ends by itself, without a stack. */
async function check(cases: readonly Case[]): Promise<void> {
  const outcomes = await severalAtOnce(
    cases,
    async ({ words, log, environment = {} }) => {
      const command = [...Object.entries(environment).map(([name, value]) => `${name}=${value}`), "timeout", "90"];
      const program = [process.execPath, resolve("dist/program/main.js"), ...words, "--log", log];
      return startProgram("env", [...command, ...program], folder).ended;
    },
    3,
  );
  expect(cases.map((one, i) => told(one, outcomes[i]!))).toEqual(
    cases.map(({ name, code }) => ({ name, code, sentences: 1, says: true })),
  );
}

function told({ name, says }: Case, { code, stderr }: Ended) {
  // The main thread may tell what it can't look at before a worker thread ends for the same reason, perhaps on another topic.
  const lines = stderr.trimEnd().split("\n");
  const sentences = new Set(
    lines.map((line) =>
      line.replace(/^twinstream: | \[[A-Z_]+\]$/g, "").replaceAll(/rights\.\w+\.\w+/g, "rights.GROUP"),
    ),
  );
  return { name, code, sentences: sentences.size, says: stderr.includes(says) || stderr };
}
