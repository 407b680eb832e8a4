import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { type KafkaClient, openKafkaClient } from "../../connectors/kafka/client.ts";
import { coordinators } from "../../connectors/kafka/coordinator.ts";
import type { GroupEvent } from "../../connectors/kafka/group-event.ts";
import { groupName } from "../../connectors/kafka/group-name.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import { partitionsOf } from "../../connectors/kafka/offsets.ts";
import { describeWithOwnKafka } from "../support/describe-with-servers.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";
import { copy, follow, readAll, text, write } from "../support/log-work.ts";

/** Who holds a part of the work: a node that is killed. */
const holders: Readonly<Record<string, (client: KafkaClient) => Promise<number>>> = {
  "the leader of a partition": (client) =>
    client.ask({}, async (cluster) => (await partitionsOf(cluster, client.named("in")))[0]!.leader),
  "the coordinator of the group": (client) => coordinator(client, groupName("in", "copy"), coordinators.group),
  "the coordinator of a transaction": (client) =>
    coordinator(client, `${groupName("in", "copy")}-0`, coordinators.transaction),
};

describeWithOwnKafka("kafka: three brokers", { nodes: 3 }, (kafka) => {
  test("follow: loses nothing and doubles nothing when brokers are killed that hold a part of the work", async () => {
    // Where anything waited until a transaction is too old, it would wait for longer than the test may take.
    const settings = kafkaSettings(kafka().brokers, { transactionTimeoutMs: 900_000 });
    const commits = createCommits();
    const notices: string[] = [];
    const log = await openKafkaLog({ settings, onEvent: commits.note, notice: (notice) => notices.push(notice) });
    const client = openKafkaClient(settings);
    onTestFinished(async () => void (await Promise.all([log.close(), client.close()])));
    await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
    const following = follow(log, "copy", copy, { maxEntries: 10 });
    const load = startLoad(log);
    for (const [holder, find] of Object.entries(holders)) {
      await until(() => commits.since(systemClock.now() - 1_000) === 2);
      // Kafka 4.3.1 takes a commit for done that it has not marked yet where a partition is without any leader for a moment.
      await until(() => areWhole(client));
      const node = await find(client);
      const killedAt = systemClock.now();
      await kafka().kill(node);
      await until(() => commits.since(killedAt + 500) === 2);
      await sleep(2_000); // a commit that was on its way may come before the silence
      const silentMs = commits.longestSilenceMs(killedAt);
      console.log(`killed ${holder}: no commit on a partition for ${silentMs / 1_000} s at most`);
      await kafka().restart(node);
    }
    const sent = await load.end();
    await until(async () => (await readAll(log, "out")).length >= sent);
    await following.end();
    const values = (await readAll(log, "out")).map(({ value }) => Number(text(value)));
    expect(values.sort((one, other) => one - other)).toEqual(Array.from({ length: sent }, (_, number) => number));
    expect(sent).toBeGreaterThan(200);
    // The cluster has two brokers all the time: nothing that a person should mend.
    expect(notices.filter((notice) => /coordinator|leader/.test(notice))).toEqual([]);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(50);
}

/** Whether all three brokers have every record of the topics that take part. */
function areWhole(client: KafkaClient): Promise<boolean> {
  const names = [client.named("in"), client.named("out"), "__consumer_offsets", "__transaction_state"];
  return client.ask({}, async (cluster) => {
    const partitions = await Promise.all(names.map((name) => partitionsOf(cluster, name)));
    return partitions.flat().every(({ isr }) => isr.length === 3);
  });
}

async function coordinator(client: KafkaClient, name: string, coordinatorType: number): Promise<number> {
  const found = await client.ask({}, async (cluster) => {
    const broker = await cluster.brokerPool.findConnectedBroker();
    return broker.findGroupCoordinator({ groupId: client.named(name), coordinatorType });
  });
  return found.coordinator.nodeId;
}

/** When each partition committed. */
function createCommits() {
  const times = new Map<number, number[]>();
  return {
    note({ kind, partition }: GroupEvent): void {
      if (kind === "committed") times.set(partition!, [...(times.get(partition!) ?? []), systemClock.now()]);
    },
    /** How many partitions have committed since a time. */
    since: (time: number) => [...times.values()].filter((own) => own.at(-1)! >= time).length,
    longestSilenceMs(from: number): number {
      const silences = [...times.values()].flatMap((own) =>
        own.flatMap((time, i) => (time >= from && i > 0 ? [time - own[i - 1]!] : [])),
      );
      return Math.max(...silences);
    },
  };
}

/** Appends numbers from 0 on until it is ended; what may have failed is sent again under the same ids. */
function startLoad(log: EventLog): { end(): Promise<number> } {
  let [sent, isOver] = [0, false];
  const run = async () => {
    while (!isOver) {
      const writes = Array.from({ length: 10 }, (_, i) => write(`key ${i}`, String(sent + i), String(sent + i)));
      try {
        await log.append(writes);
        sent += writes.length;
      } catch {
        await sleep(100); // the brokers change places: the same again
      }
      await sleep(50);
    }
    return sent;
  };
  const running = run();
  return {
    end() {
      isOver = true;
      return running;
    },
  };
}
