import {
  AclOperationTypes,
  AclPermissionTypes,
  AclResourceTypes,
  Kafka,
  type KafkaConfig,
  logLevel,
  ResourcePatternTypes,
  type SASLOptions,
} from "kafkajs";
import { afterAll, expect, test } from "vitest";
import { makeCertificates } from "../../bench/support/servers/certificates.ts";
import { describeWithOwnKafka } from "../support/describe-with-servers.ts";
import { startTokenServer, tokenAudience } from "../support/token-server.ts";

const tokens = await startTokenServer({ shop: "shop-knows" });
afterAll(() => tokens.stop());

const security = {
  users: { alice: "alice-knows" },
  tokens: { jwksUrl: tokens.jwksUrl, audience: tokenAudience },
  needsRights: true,
};

describeWithOwnKafka("kafka broker: security", { security }, (kafka) => {
  const encrypted = () => ({ ca: kafka().certificates!.ca });
  const login = (sasl: SASLOptions) =>
    topicsOf({ brokers: [...kafka().brokersFor("SASL_SSL")], ssl: encrypted(), sasl });

  test.for(["plain", "scram-sha-256", "scram-sha-512"] as const)("kafka: %s knows a password", async (mechanism) => {
    await login({ mechanism, username: "alice", password: "alice-knows" });
    await expect(login({ mechanism, username: "alice", password: "guessed" })).rejects.toThrow(
      /authentication failed/i,
    );
  });

  test("kafka: oauthbearer takes a token of the server that it trusts, and no other", async () => {
    const withToken = async (server: { readonly tokenUrl: string }) =>
      login({ mechanism: "oauthbearer", oauthBearerProvider: async () => ({ value: await tokenOf(server.tokenUrl) }) });
    await withToken(tokens);
    const stranger = await startTokenServer({ shop: "shop-knows" });
    await expect(withToken(stranger)).rejects.toThrow(); // kafkajs hides why
    stranger.stop();
  });

  test("kafka: TLS is trusted by who signed, and takes a client's certificate from the same", async () => {
    const brokers = [...kafka().brokersFor("SSL")];
    const other = await makeCertificates();
    await topicsOf({ brokers, ssl: { ...encrypted(), ...kafka().certificates!.client } });
    await expect(topicsOf({ brokers, ssl: { ca: other.ca } })).rejects.toThrow(/certificate/);
    await expect(topicsOf({ brokers, ssl: { ...encrypted(), ...other.client } })).rejects.toThrow();
  });

  test("kafka: who has no right is refused until it is given", async () => {
    const open = client({ brokers: [...kafka().brokers] }).admin();
    await open.connect();
    await open.createTopics({ topics: [{ topic: "searches" }], waitForLeaders: true });
    const sasl = { mechanism: "plain", username: "alice", password: "alice-knows" } as const;
    const producer = client({ brokers: [...kafka().brokersFor("SASL_PLAINTEXT")], sasl }).producer();
    await producer.connect();
    const send = () => producer.send({ topic: "searches", messages: [{ value: "drill" }] });
    await expect(send()).rejects.toThrow("Not authorized");
    await open.createAcls({ acl: [mayWrite("alice", "searches")] });
    await expect.poll(() => send().then(() => "sent", String), { timeout: 60_000 }).toBe("sent");
    await producer.disconnect();
    await open.disconnect();
  });
});

function client(config: KafkaConfig): Kafka {
  return new Kafka({ ...config, retry: { retries: 0 }, logLevel: logLevel.NOTHING });
}

/** Connects, logs in and asks for something. */
async function topicsOf(config: KafkaConfig): Promise<readonly string[]> {
  const admin = client(config).admin();
  try {
    await admin.connect();
    return await admin.listTopics();
  } finally {
    await admin.disconnect();
  }
}

async function tokenOf(url: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: "shop",
    client_secret: "shop-knows",
  });
  const response = await fetch(url, { method: "POST", body });
  return ((await response.json()) as { readonly access_token: string }).access_token;
}

function mayWrite(user: string, topic: string) {
  return {
    principal: `User:${user}`,
    host: "*",
    operation: AclOperationTypes.WRITE,
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: AclResourceTypes.TOPIC,
    resourceName: topic,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
}
