import { cpSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { endChildren, twinstream } from "../../bench/support/child.ts";
import { shopEvents, writeEvents } from "../../bench/support/shop-file.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { expectSameTables, tableContents } from "../support/table-contents.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const userKey = { TWINSTREAM_USER_KEY: "a secret that both logs share" };

describeWithKafka("kafka: beside the embedded log", (kafka) => {
  afterEach(endChildren);

  test("replay: the same input gives the same tables on Kafka as on the embedded log", async () => {
    const folder = temporaryFolder();
    const file = join(folder, "shop.jsonl");
    const trained = join(folder, "trained");
    writeEvents(file, shopEvents(0, 60, 20));
    await twinstream(["train", "ridge", "--from", file, "--preset", "events", "--data", trained]);
    const tablesOf = async (name: string, ...words: readonly string[]) => {
      const data = join(folder, name);
      for (const part of ["twinstream.json", "models"])
        cpSync(join(trained, part), join(data, part), { recursive: true });
      const common = ["--preset", "events", "--model", "ridge-1", "--data", data, "--quiet"];
      await twinstream(["replay", file, ...common, ...words], userKey);
      return tableContents(data);
    };
    const address = (prefix: string) => `kafka://${kafka().brokers[0]}?prefix=same-tables-${process.pid}-${prefix}.`;
    const embedded = await tablesOf("embedded");
    expect(Object.values(embedded.tables).some((hash) => hash.startsWith("0 rows"))).toBe(false);
    expect(embedded.sums.size).toBeGreaterThan(5);
    expectSameTables(await tablesOf("hops", "--log", address("hops"), "--no-fused"), embedded, "hop by hop");
    expectSameTables(await tablesOf("fused", "--log", address("fused"), "--fused"), embedded, "fused");
  }, 240_000);
});
