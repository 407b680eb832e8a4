import kafkajs, { type ITopicConfig } from "kafkajs";
import type { TopicSettings } from "../../schemas/topics.ts";
import { checkTopicName } from "../topic-names.ts";
import type { KafkaClient } from "./client.ts";
import type { Broker, Cluster } from "./kafkajs-inside.ts";
import { partitionsOf } from "./offsets.ts";
import { kindOf } from "./patience.ts";

/** The largest record of our topics, 16 MiB: what they hold is far smaller, but a product's text knows no bound. */
const maxMessageBytes = 16 * 1024 * 1024;

/** Kafka's number for a setting that a topic has of its own, rather than from its brokers. */
const ownSetting = 1;

type Config = Readonly<Record<string, string>>;

/**
 * Makes the topics that are not there yet, and gives those that are the settings that differ. What others set besides is left, and so is
 * a topic's number of partitions; the client's `notice` says so where it has fewer than asked for.
 */
export async function createTopics(
  client: KafkaClient,
  topics: Readonly<Record<string, TopicSettings>>,
): Promise<void> {
  const names = Object.keys(topics);
  for (const name of names) checkTopicName(client.named(name));
  const counts = await Promise.all(names.map((name) => countPartitions(client, name)));
  const [there, missing] = [names.filter((_, i) => counts[i]! > 0), names.filter((_, i) => counts[i] === 0)];
  if (missing.length > 0) await make(client, missing, topics);
  names.forEach((name, index) => {
    noticeTooFew(client, name, counts[index]!, topics[name]!.partitions ?? client.settings.partitions);
  });
  for (const name of there) await adjust(client, name, configOf(topics[name]!));
}

/** 0 for a topic that is not there. */
function countPartitions(client: KafkaClient, topic: string): Promise<number> {
  const count = async (cluster: Cluster) => {
    try {
      return (await partitionsOf(cluster, client.named(topic))).length;
    } catch (error) {
      if (kindOf(error) === "UNKNOWN_TOPIC_OR_PARTITION") return 0;
      throw error;
    }
  };
  return client.ask({ topic, operation: "Describe" }, count);
}

async function make(
  client: KafkaClient,
  names: readonly string[],
  topics: Readonly<Record<string, TopicSettings>>,
): Promise<void> {
  const made = names.map(
    (name): ITopicConfig => ({
      topic: client.named(name),
      numPartitions: topics[name]!.partitions ?? client.settings.partitions,
      replicationFactor: client.settings.replication ?? -1,
      configEntries: entries(configOf(topics[name]!)),
    }),
  );
  const admin = await client.admin();
  try {
    await admin.createTopics({ topics: made, waitForLeaders: false, timeout: 10_000 });
  } catch (error) {
    const errors = (error as { errors?: readonly (Error & { topic?: string })[] }).errors ?? [error as Error];
    const failed = errors.find((each) => kindOf(each) !== "TOPIC_ALREADY_EXISTS");
    if (failed === undefined) return known(client, names);
    const topic = names.find((name) => client.named(name) === (failed as { topic?: string }).topic);
    throw client.explain(failed, { operation: "Create", ...(topic === undefined ? {} : { topic }) });
  }
  await known(client, names);
}

/** Waits until every broker knows the new topics and who leads them, which kafkajs asks of one broker, and of that too early. */
async function known(client: KafkaClient, names: readonly string[]): Promise<void> {
  const topics = names.map((name) => client.named(name));
  await client.ask({}, async (cluster) => {
    const { brokers } = await (await cluster.brokerPool.findConnectedBroker()).metadata([]);
    for (const { nodeId } of brokers) await knownTo(await cluster.brokerPool.findBroker({ nodeId }), topics);
  });
}

async function knownTo(broker: Broker, topics: readonly string[]): Promise<void> {
  try {
    await broker.metadata(topics);
  } catch (error) {
    if (kindOf(error) !== "UNKNOWN_TOPIC_OR_PARTITION") throw error;
    throw Object.assign(new Error("a new topic is not known yet", { cause: error }), { type: "LEADER_NOT_AVAILABLE" });
  }
}

function configOf({ cleanup, retentionMs, retentionBytes }: TopicSettings): Config {
  return {
    "cleanup.policy": cleanup,
    "retention.ms": String(retentionMs ?? -1),
    "retention.bytes": String(retentionBytes ?? -1),
    "max.message.bytes": String(maxMessageBytes),
  };
}

function entries(config: Config): { name: string; value: string }[] {
  return Object.entries(config).map(([name, value]) => ({ name, value }));
}

function noticeTooFew(client: KafkaClient, topic: string, count: number, asked: number): void {
  if (count === 0 || count >= asked) return;
  const name = client.named(topic);
  client.notice(
    `topic "${name}" keeps its ${count} partitions although ${asked} were asked for: no more than ${count} processes can share it; ` +
      `add partitions with "kafka-topics.sh --alter --topic ${name} --partitions ${asked}" while nothing runs, or start anew with another prefix`,
  );
}

async function adjust(client: KafkaClient, topic: string, wanted: Config): Promise<void> {
  const found = await settingsOf(client, topic);
  if (found === undefined) return;
  const differing = Object.entries(wanted).filter(([name, value]) => !suffices(name, found.effective[name], value));
  if (differing.length === 0) return;
  // This replaces every setting of the topic: those of others are sent along.
  const configEntries = entries({ ...found.own, ...Object.fromEntries(differing) });
  const admin = await client.admin();
  try {
    await admin.alterConfigs({
      validateOnly: false,
      resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: client.named(topic), configEntries }],
    });
  } catch (error) {
    throw client.explain(error, { topic, operation: "AlterConfigs" });
  }
}

/** A limit that somebody raised further is left. */
function suffices(name: string, found: string | undefined, wanted: string): boolean {
  return found === wanted || (name === "max.message.bytes" && Number(found) >= Number(wanted));
}

/** What holds for a topic, and what of it is set at the topic itself; undefined where we may not see it. */
async function settingsOf(
  client: KafkaClient,
  topic: string,
): Promise<{ readonly effective: Config; readonly own: Config } | undefined> {
  const name = client.named(topic);
  const admin = await client.admin();
  try {
    const asked = { type: kafkajs.ConfigResourceTypes.TOPIC, name };
    const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [asked] });
    const configs = resources.flatMap(({ configEntries }) => configEntries);
    const config = (of: typeof configs): Config =>
      Object.fromEntries(of.map(({ configName, configValue }) => [configName, configValue]));
    return {
      effective: config(configs),
      own: config(configs.filter(({ configSource }) => configSource === ownSetting)),
    };
  } catch (error) {
    if (kindOf(error) !== "TOPIC_AUTHORIZATION_FAILED") throw client.explain(error, { topic });
    client.notice(
      `the settings of topic "${name}" can't be checked and stay as they are: grant this user DescribeConfigs and AlterConfigs on it, or see to its retention yourself`,
    );
    return undefined;
  }
}
