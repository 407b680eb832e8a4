import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { isDrained } from "../../bench/support/standings.ts";
import { openKafkaLog } from "../../connectors/kafka/kafka-log.ts";
import { type Ended, run, severalAtOnce, start, workingFolder } from "../support/command.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { judgedCsv } from "../support/judged-file.ts";
import { kafkaClient } from "../support/kafka-client.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";
import { until } from "../support/log-work.ts";

const folder = workingFolder();
const preset = ["--preset", "home-depot"];

describeWithKafka("kafka: the program", (kafka) => {
  test("run: processes of each stage share the work, follow a promotion, keep what is broken, and end in order", async () => {
    const settings = kafkaSettings(kafka().brokers);
    const log = ["--log", `kafka://${settings.brokers.join(",")}?prefix=${settings.prefix}`];
    const told = async (...words: string[]) => said(await run([...words, ...log], folder));
    const json = async (...words: string[]) => JSON.parse(await told(...words, "--json"));
    const feed = (file: string) => json("replay", file, ...preset, "--append-only", "--quiet");
    const stage = (names: string) => start(["run", "--stages", names, "--no-fused", "--quiet", ...log], folder);
    const settled = () => until(() => isDrained(looking));
    writeFileSync(join(folder, "early.csv"), judgedCsv(100));
    writeFileSync(join(folder, "late.csv"), judgedCsv(250));

    expect(await feed("early.csv")).toMatchObject({ appended: 100, known: 0 });
    const looking = await openKafkaLog({ settings });
    onTestFinished(() => looking.close());
    const processes = ["tokenize", "embed,score", "evaluate,record"].map(stage);
    await appendBroken(settings);
    await settled();
    expect(await json("dead-letters", "list")).toMatchObject([{ topic: "labels", stage: "decode" }]);

    await told("train", "mean", "--from", "early.csv", ...preset);
    await told("models", "promote", "mean-1", "--force", "the first one");
    processes.push(stage("tokenize"));
    await membersOf(settings, "tokenize.labels", 2);
    expect(await feed("late.csv")).toMatchObject({ appended: 150, known: 100 });
    await settled();
    expect((await json("lag")).filter(({ lag }: { lag: number }) => lag > 0)).toEqual([]);
    expect(await told("dead-letters", "replay", "--all")).toContain("1");

    for (const process of processes) process.signal("SIGTERM");
    const ended = await Promise.all(processes.map((process) => process.ended));
    expect(ended).toEqual(processes.map(() => ({ code: 0, stdout: "", stderr: "" })));
    const counts = "select model, count(*), count(distinct event_id || product_id) from scores group by 1 order by 1";
    expect(said(await run(["sql", counts, "--format", "csv"], folder))).toMatch(
      /^model,.*\nfixed-0,400,400\nmean-1,600,600\n$/,
    );
    const topics = await json("topics");
    expect(topics).toContainEqual(expect.objectContaining({ name: "scores", entries: expect.any(Number) }));
    expect(await told("doctor")).toMatch(/^topic tokens +ok +[\d,]+ records\ntopic embeddings +ok +[\d,]+ records$/m);
  }, 240_000);

  test("topics, lag, dead-letters: need no data folder, and leave none", async () => {
    const { brokers, prefix } = kafkaSettings(kafka().brokers);
    const log = ["--log", `kafka://${brokers.join(",")}?prefix=${prefix}`, "--data", "nowhere"];
    const asked = [["topics"], ["lag"], ["dead-letters", "list"], ["dead-letters", "replay", "--all"]];
    const answers = await severalAtOnce(asked, (words) => run([...words, ...log], folder));
    expect(answers.map(said)).toEqual([
      expect.stringMatching(/^searches +4 +0 /m),
      "nothing waits, and no group has begun\n",
      "no dead letters\n",
      "0 sent again\n",
    ]);
    expect(existsSync(join(folder, "nowhere"))).toBe(false);
  });
});

/** What a command printed that ended well and had nothing to note. */
function said({ code, stdout, stderr }: Ended): string {
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
}

/** A record of somebody else's on a topic of ours. */
async function appendBroken(settings: ReturnType<typeof kafkaSettings>): Promise<void> {
  const producer = kafkaClient(settings).producer();
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  await producer.send({ topic: `${settings.prefix}labels`, messages: [{ key: "k", value: "no event" }] });
}

/** Waits until a group has so many members with partitions of their own. */
async function membersOf(settings: ReturnType<typeof kafkaSettings>, group: string, count: number): Promise<void> {
  const admin = kafkaClient(settings).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  for (;;) {
    const [found] = (await admin.describeGroups([`${settings.prefix}${group}`])).groups;
    const busy = found!.members.filter(({ memberAssignment }) => memberAssignment.length > 0);
    if (found!.state === "Stable" && busy.length === count) return;
    await sleep(200);
  }
}
