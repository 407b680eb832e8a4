import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, severalAtOnce, workingFolder } from "../../support/command.ts";
import { describeWithStorage } from "../../support/describe-with-servers.ts";
import { judgedCsv } from "../../support/judged-file.ts";
import { pointTo } from "../../support/object-server.ts";

const folder = workingFolder();

interface Scored {
  readonly event_id: string;
  readonly product_id: string;
}

const tablesCheck = { what: "the tables can be read" };

describeWithStorage("tables in object storage", (storage) => {
  async function json(...words: readonly string[]): Promise<unknown> {
    const { code, stdout, stderr } = await run([...words, "--json"], folder);
    expect({ words, code, stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout);
  }

  test("--tables: all that ask the tables ask those there, from another data folder as well", async () => {
    const { url, bucket } = storage();
    pointTo(url);
    const there = ["--tables", `s3://${bucket}/${randomUUID()}`];
    writeFileSync(join(folder, "judged.csv"), judgedCsv(40));
    await json("replay", "judged.csv", "--preset", "home-depot", ...there);
    const [scored] = (await json("sql", "SELECT event_id, product_id FROM scores LIMIT 1", ...there)) as [Scored];
    writeFileSync(join(folder, "late.csv"), `search,product,grade\n${scored.event_id},${scored.product_id},3\n`);
    const columns = "refers_to=search,product_id=product,grade=grade";
    await json("replay", "late.csv", "--map", columns, "--label-range", "1-3", ...there);

    const asked = [
      { words: ["evaluate", "--late"], prints: [{ figures: { pairs: 1, searches: 1 } }] },
      {
        words: ["train", "ladder", "--only", "mean", "--split", "each"],
        prints: { parts: [{ rungs: [{ manifest: { data: { rows: 160 } } }] }, { rungs: [{ kind: "mean" }] }] },
      },
      {
        words: ["doctor"],
        prints: expect.arrayContaining([
          { ...tablesCheck, isFine: true, found: expect.stringMatching(/^3\d\d rows$/) },
        ]),
      },
    ];
    const printed = await severalAtOnce([...asked.entries()], ([i, { words }]) =>
      json(...words, ...there, "--data", `data-${i}`),
    );
    expect(printed).toMatchObject(asked.map(({ prints }) => prints));
  });

  test("doctor --tables: says what is wrong with the storage", async () => {
    pointTo(storage().url);
    const { code, stdout } = await run(["doctor", "--json", "--tables", "s3://not-there/twin"], folder);
    expect(code).toBe(1);
    const found = expect.stringContaining('"s3://not-there/twin" is in a bucket that is not there');
    expect(JSON.parse(stdout)).toContainEqual({ ...tablesCheck, isFine: false, found });
  });
});
