import { afterEach, expect, test } from "vitest";
import { endChildren } from "../../bench/support/child.ts";
import { pausedRound } from "../../bench/support/kafka-paused.ts";
import { kafkaFaults, kafkaRounds } from "../../bench/support/kafka-rounds.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const sessionMs = 1_500;

describeWithKafka("kafka: exactly once", (kafka) => {
  afterEach(endChildren);

  const address = (prefix: string, more = "") =>
    `kafka://${kafka().brokers[0]}?prefix=exactly-once-${process.pid}-${prefix}.&session=${sessionMs}ms${more}`;

  test("run: workers that are killed and paused at random moments lose nothing and double nothing", async () => {
    const plan = { address: address("rounds"), sessionMs, folder: temporaryFolder(), fused: false };
    const report = await kafkaRounds({ ...plan, inputs: 2_000, kills: 3, pauses: 1, seed: 7 });
    expect(kafkaFaults(report.account)).toEqual([]);
    expect(report).toMatchObject({ inputs: 2_000, kills: 3, pauses: 1 });
    expect(report.interrupted).toBeGreaterThanOrEqual(1);
  }, 240_000);

  test("run: a worker that wakes up with a batch that others did adds nothing", async () => {
    const account = await pausedRound({ address: address("fenced"), folder: temporaryFolder(), ids: "of-partitions" });
    expect(kafkaFaults(account)).toEqual([]);
  }, 240_000);

  test.each([
    ["at least once", "&delivery=at-least-once", "of-partitions"],
    ["with transactional ids of its own", "", "own-ids"],
  ] as const)(
    "run: %s such a worker doubles its batch, and the account sees it",
    async (_, more, ids) => {
      const { between, whole } = await pausedRound({ address: address(ids, more), folder: temporaryFolder(), ids });
      expect(between.tokens!.doubled.length).toBeGreaterThan(0);
      expect(whole.tables.scores.doubled.length).toBeGreaterThan(0);
      expect(between.tokens!.lost).toEqual([]);
    },
    240_000,
  );
});
