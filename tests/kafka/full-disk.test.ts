import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { run, startProgram, workingFolder } from "../support/command.ts";
import { describeWithKafka } from "../support/describe-with-servers.ts";
import { judgedCsv } from "../support/judged-file.ts";
import { kafkaSettings } from "../support/kafka-settings.ts";

const folder = workingFolder();

describeWithKafka("kafka: a full disk under the tables", (kafka) => {
  test("run: says so and ends, and goes on without loss or double once there is room", async () => {
    writeFileSync(join(folder, "judged.csv"), judgedCsv(400));
    const { brokers, prefix } = kafkaSettings(kafka().brokers);
    const log = ["--log", `kafka://${brokers.join(",")}?prefix=${prefix}`];
    const words = ["run", "--drain", "--quiet", "--workers", "0", ...log];
    await run(["replay", "judged.csv", "--preset", "home-depot", "--append-only", "--quiet", ...log], folder);
    // Files of at most 16 blocks of 1 KiB, as if the disk were full then.
    const script = `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`;
    const node = [process.execPath, resolve("dist/program/main.js")];
    const full = await startProgram("bash", ["-c", script, ...node, ...words], folder).ended;
    expect(full.code).toBe(1);
    expect(full.stderr).toMatch(/^twinstream: [^\n]*(room|space|disk)[^\n]*\[FOLDER_UNWRITABLE\]\n$/);
    expect(await run(words, folder)).toEqual({ code: 0, stdout: "", stderr: "" });
    const count = "select count(*), count(distinct event_id || product_id) from scores";
    expect((await run(["sql", count, "--format", "csv"], folder)).stdout.split("\n")[1]).toBe("1600,1600");
  });
});
