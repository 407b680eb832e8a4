import kafkajs from "kafkajs";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../connectors/clock.ts";
import { type KafkaClient, openKafkaClient } from "../../../connectors/kafka/client.ts";
import { openKafkaLog } from "../../../connectors/kafka/kafka-log.ts";
import { readRange } from "../../../connectors/kafka/reading.ts";
import type { KafkaSasl, KafkaSettings, KafkaTls } from "../../../connectors/kafka/settings.ts";
import { createTopics, extents, lag } from "../../../connectors/kafka/topics.ts";
import { describeWithOwnKafka } from "../../support/describe-with-servers.ts";
import { appendPlain } from "../../support/kafka-appends.ts";
import { grantRights } from "../../support/kafka-client.ts";
import { kafkaSettings } from "../../support/kafka-settings.ts";
import { until } from "../../support/log-work.ts";
import { startTokenServer, tokenAudience } from "../../support/token-server.ts";

/** `alice` logs in, `limited` may do nothing that isn't granted. */
const passwords = { alice: "alice-secret", limited: "limited-secret" } as const;
const hastyLifeSeconds = 4;
const tokens = await startTokenServer({ shop: "shop-secret", hasty: "hasty-secret" }, (client) =>
  client === "hasty" ? hastyLifeSeconds : 3600,
);
const stranger = await startTokenServer({ shop: "shop-secret" });
afterAll(() => {
  tokens.stop();
  stranger.stop();
});

const security = {
  users: passwords,
  tokens: { jwksUrl: tokens.jwksUrl, audience: tokenAudience },
  needsRights: true,
};
/** The way in that encrypts and asks for no login wants a certificate instead; `hasty` may do everything. */
const properties = { "listener.name.ssl.ssl.client.auth": "required", "super.users": "User:ANONYMOUS;User:hasty" };

/** `open` lets everybody do everything, `login` wants SASL, `tls` encrypts and wants SASL, `mutual` wants a certificate. */
const protocols = { open: "PLAINTEXT", login: "SASL_PLAINTEXT", tls: "SASL_SSL", mutual: "SSL" } as const;
type Door = keyof typeof protocols;

type Way = Partial<Pick<KafkaSettings, "tls" | "sasl">>;

describeWithOwnKafka("kafka security", { security, properties }, (kafka) => {
  const broker = (door: Door): string => kafka().brokersFor(protocols[door])[0]!;
  const tls = (changes: Partial<KafkaTls> = {}): KafkaTls => ({
    ca: kafka().certificates!.ca,
    cert: undefined,
    key: undefined,
    ...changes,
  });

  /** Throws what a person would read. */
  async function lookThrough(door: Door, way: Way, host = "127.0.0.1"): Promise<void> {
    const client = openKafkaClient(kafkaSettings([broker(door).replace("127.0.0.1", host)], way));
    onTestFinished(() => client.close());
    await (await client.admin()).listTopics();
  }

  const oauth = (changes = {}) => ({
    mechanism: "oauthbearer" as const,
    tokenUrl: tokens.tokenUrl,
    clientId: "shop",
    clientSecret: "shop-secret",
    scope: undefined,
    ...changes,
  });

  test.for([
    ["open", () => ({})],
    ["login", () => ({ sasl: login("plain") })],
    ["login", () => ({ sasl: login("scram-sha-256") })],
    ["login", () => ({ sasl: login("scram-sha-512") })],
    ["login", () => ({ sasl: oauth() })],
    ["tls", () => ({ tls: tls(), sasl: login("plain") })],
    ["mutual", () => ({ tls: tls(kafka().certificates!.client) })],
  ] as const satisfies readonly (readonly [string, () => Way])[])("security: %s opens", async ([door, way]) => {
    await lookThrough(door, way());
  });

  test.for([
    ["a wrong password", "login", () => ({ sasl: login("plain", "wrong") }), 'login of "alice" by PLAIN'],
    [
      "a wrong password",
      "login",
      () => ({ sasl: login("scram-sha-256", "wrong") }),
      'login of "alice" by SCRAM-SHA-256',
    ],
    [
      "a wrong password",
      "login",
      () => ({ sasl: login("scram-sha-512", "wrong") }),
      'login of "alice" by SCRAM-SHA-512',
    ],
    ["an unknown user", "login", () => ({ sasl: { ...login("plain"), username: "nobody" } }), 'login of "nobody"'],
    ["no login", "login", () => ({}), "TWINSTREAM_KAFKA_SASL"],
    ["a login where none is taken", "open", () => ({ sasl: login("plain") }), "takes no login"],
    ["a wrong secret", "login", () => ({ sasl: oauth({ clientSecret: "wrong" }) }), "answered 401"],
    [
      "no token server",
      "login",
      () => ({ sasl: oauth({ tokenUrl: "http://127.0.0.1:1/t" }) }),
      "http://127.0.0.1:1/t can't",
    ],
    [
      "a token of a stranger",
      "login",
      () => ({ sasl: oauth({ tokenUrl: stranger.tokenUrl }) }),
      'login of "shop" by OAUTHBEARER',
    ],
    ["no TLS", "tls", () => ({}), "TWINSTREAM_KAFKA_TLS=true"],
    ["TLS where none is spoken", "open", () => ({ tls: tls() }), "doesn't speak TLS"],
    ["an unknown authority", "tls", () => ({ tls: tls({ ca: undefined }) }), "TWINSTREAM_KAFKA_CA"],
    ["no certificate of ours", "mutual", () => ({ tls: tls() }), "TWINSTREAM_KAFKA_CERT"],
  ] as const satisfies readonly (readonly [string, string, () => Way, string])[])(
    "security: %s (%s) is told soon",
    async ([, door, way, part]) => {
      const error = await lookThrough(door, way()).catch((thrown) => thrown);
      expect(error).toMatchObject({ code: "LOG_UNAVAILABLE", message: expect.stringContaining(part) });
      expect(error.message).not.toMatch(/alice-secret|wrong|shop-secret/);
    },
  );

  test.for([
    [
      "look at a topic",
      [],
      (client) => extents(client, "in"),
      /has no right to Read topic "(.*in)" .*--operation Read --topic \1$/,
    ],
    [
      "read a topic",
      [topic("DESCRIBE")],
      (client) => readRange(client, "in").next(),
      /has no right to Read topic "(.*in)" .*--operation Read --topic \1$/,
    ],
    [
      "see how far a group is",
      [topic("READ")],
      (client) => lag(client, "in", "shared"),
      /has no right to Read group "(.*shared\.in)" .*--operation Read --group \1$/,
    ],
    [
      "make a topic",
      [topic("DESCRIBE")],
      (client) => createTopics(client, { new: { cleanup: "delete" } }),
      /has no right to Create topic "(.*new)" .*--operation Create --topic \1$/,
    ],
    [
      "change settings",
      [topic("DESCRIBE"), topic("DESCRIBE_CONFIGS")],
      (client) => createTopics(client, { in: { cleanup: "compact" } }),
      /has no right to AlterConfigs topic "(.*in)"/,
    ],
    [
      "write to a topic",
      [topic("DESCRIBE")],
      (client) => write(client),
      /has no right to Write topic "(.*in)" .*--operation Write --topic \1$/,
    ],
    [
      "begin a transaction",
      [topic("WRITE")],
      (client) => begin(client),
      /has no right to Write transactional-id "(.*one)" .*--operation Write --transactional-id \1$/,
    ],
  ] as const satisfies readonly (readonly [
    string,
    readonly Right[],
    (client: KafkaClient) => Promise<unknown>,
    RegExp,
  ])[])("security: a user who may not %s is told what to grant", async ([, rights, ask, sentence]) => {
    const settings = kafkaSettings([broker("login")], {
      sasl: limited,
    });
    const keeper = openKafkaClient({ ...settings, brokers: [broker("open")], sasl: undefined });
    onTestFinished(() => keeper.close());
    await createTopics(keeper, { in: { cleanup: "delete", retentionMs: 1_000_000 } });
    await appendPlain(keeper, "in", 0, ["a"]);
    await grant(keeper, rights);
    const client = openKafkaClient(settings);
    onTestFinished(() => client.close());
    await expect(ask(client)).rejects.toMatchObject({
      code: "LOG_UNAVAILABLE",
      message: expect.stringMatching(sentence),
    });
    await expect(ask(client)).rejects.toThrow('user "limited"');
  });

  test("security: who may not see or change settings goes on with a topic that is there", async () => {
    const settings = kafkaSettings([broker("login")], {
      sasl: limited,
    });
    const keeper = openKafkaClient({ ...settings, brokers: [broker("open")], sasl: undefined });
    onTestFinished(() => keeper.close());
    await createTopics(keeper, { in: { cleanup: "delete", retentionMs: 1_000_000 } });
    await grant(keeper, [topic("DESCRIBE")]);
    const notices: string[] = [];
    const client = openKafkaClient(settings, { notice: (sentence) => void notices.push(sentence) });
    onTestFinished(() => client.close());
    await createTopics(client, { in: { cleanup: "delete", retentionMs: 5 } });
    expect(notices).toEqual([expect.stringContaining("grant this user DescribeConfigs and AlterConfigs")]);
    await grant(keeper, [topic("DESCRIBE_CONFIGS")]);
    await createTopics(client, { in: { cleanup: "delete", retentionMs: 1_000_000 } });
    expect(notices).toHaveLength(1);
  });

  test("security: a certificate for another name is refused", async () => {
    await expect(lookThrough("tls", { tls: tls() }, "localhost")).rejects.toThrow("is for another name");
  });

  test("security: one token serves several connections until it is nearly over", async () => {
    const before = tokens.given;
    const client = openKafkaClient(kafkaSettings([broker("login")], { sasl: oauth() }));
    onTestFinished(() => client.close());
    await (await client.admin()).listTopics();
    await expect(extents(client, "nowhere")).rejects.toThrow('nowhere"');
    expect(tokens.given - before).toBe(1);
  });

  test("security: a member whose token runs out while it is connected goes on with a new one", async () => {
    const settings = kafkaSettings([broker("login")], {
      sasl: oauth({ clientId: "hasty", clientSecret: "hasty-secret" }),
    });
    const before = tokens.given;
    const notices: string[] = [];
    const log = await openKafkaLog({ settings, notice: (sentence) => void notices.push(sentence) });
    onTestFinished(() => log.close());
    await log.createTopics({ in: { cleanup: "delete" } });
    const seen: string[] = [];
    const stop = new AbortController();
    const following = log.follow(
      "in",
      "group",
      async (entries) => {
        seen.push(...entries.map(({ value }) => String(value)));
        return [];
      },
      { signal: stop.signal },
    );
    const texts = Array.from({ length: hastyLifeSeconds * 5 }, (_, number) => String(number));
    for (const text of texts) {
      await log.append([{ topic: "in", key: "k", value: Buffer.from(text) }]);
      await systemClock.wait(500);
    }
    await until(() => seen.length >= texts.length);
    stop.abort();
    await following;
    expect({ seen, notices }).toEqual({ seen: texts, notices: [] });
    expect(tokens.given - before).toBeGreaterThan(1);
  });
});

const limited: KafkaSasl = { mechanism: "plain", username: "limited", password: passwords.limited };

function login(mechanism: "plain" | "scram-sha-256" | "scram-sha-512", password: string = passwords.alice): KafkaSasl {
  return { mechanism, username: "alice", password };
}

interface Right {
  readonly operation: keyof typeof kafkajs.AclOperationTypes;
}

/** A right on all topics of a test. */
function topic(operation: Right["operation"]): Right {
  return { operation };
}

async function grant(keeper: KafkaClient, rights: readonly Right[]): Promise<void> {
  const admin = await keeper.admin();
  const acl = rights.map(({ operation }) => ({
    resourceType: kafkajs.AclResourceTypes.TOPIC,
    resourceName: keeper.settings.prefix,
    resourcePatternType: kafkajs.ResourcePatternTypes.PREFIXED,
    principal: "User:limited",
    host: "*",
    operation: kafkajs.AclOperationTypes[operation],
    permissionType: kafkajs.AclPermissionTypes.ALLOW,
  }));
  if (acl.length > 0) await grantRights(admin, acl);
}

async function write(client: KafkaClient): Promise<void> {
  const subject = { topic: "in", operation: "Write" } as const;
  await appendPlain(client, "in", 0, ["b"]).catch((error) => {
    throw client.explain(error, subject);
  });
}

async function begin(client: KafkaClient): Promise<void> {
  const producer = client.kafka.producer({ transactionalId: client.named("one"), idempotent: true });
  onTestFinished(() => producer.disconnect());
  await producer.connect();
  await producer.transaction().catch((error) => {
    throw client.explain(error, { transactionalId: "one" });
  });
}
