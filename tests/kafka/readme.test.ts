import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startProgram, workingFolder } from "../support/command.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const [block] = /(?<=^```bash\n)export TWINSTREAM_LOG.*?(?=^```$)/ms.exec(readFileSync("README.md", "utf8"))!;

describeWithKafka("README on Kafka", (kafka) => {
  test("README: the commands on Kafka run as they are written", async () => {
    writeFileSync(join(folder, "train.csv"), judgedCsv(60));
    const program = `twinstream() { "${process.execPath}" "${join(process.cwd(), "dist/program/main.js")}" "$@"; }`;
    const here = block.replace("kafka://localhost:9092", `kafka://${kafka().brokers.join(",")}?prefix=readme-`);
    expect(here).not.toBe(block);
    const { code, stdout, stderr } = await startProgram("bash", ["-ec", `${program}\n${here}`], folder).ended;
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(/^labels +4 +\d+/m);
    expect(stdout).toMatch(/^record +scores +\d/m);
  });
});
