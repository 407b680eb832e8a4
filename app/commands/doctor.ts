import { statfs } from "node:fs/promises";
import { Command } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { followChampion, releasedModel, untrainedReference } from "../../pipelines/live-models.ts";
import { lagOf } from "../../pipelines/run.ts";
import { topicNames } from "../../schemas/topics.ts";
import { type OpenedData, withDataFolder } from "../data.ts";
import { dataOption, jsonOption } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Check {
  readonly what: string;
  readonly isFine: boolean;
  readonly found: string;
}

const leastFreeBytes = 1 << 30;

/** `twinstream doctor`: whether this machine and this data folder are fit to run. */
export function doctorCommand(): Command {
  return new Command("doctor")
    .description("Checks this machine and the data folder; exits with 1 when something is wrong.")
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream doctor --data data")
    .action(async ({ data, json }: { data: string; json?: true }) => {
      const checks = await withDataFolder(data, examine);
      printResult(json, checks, () =>
        textTable([
          ["check", "", "found"],
          ...checks.map(({ what, isFine, found }) => [what, isFine ? "ok" : "WRONG", found]),
        ]),
      );
      if (checks.some((check) => !check.isFine)) process.exitCode = 1;
    });
}

async function examine(opened: OpenedData): Promise<readonly Check[]> {
  const entries = await Promise.all(topicNames.map((topic) => topicCheck(opened, topic)));
  return [nodeCheck(), await diskCheck(opened.folder.path), await championCheck(opened), ...entries];
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return {
    what: "Node.js 20.19 or newer",
    isFine: major > 20 || (major === 20 && minor >= 19),
    found: process.versions.node,
  };
}

async function diskCheck(path: string): Promise<Check> {
  const { bavail, bsize } = await statfs(path);
  const free = bavail * bsize;
  return { what: "a GiB of free disk", isFine: free >= leastFreeBytes, found: `${number(free / 2 ** 30, 1)} GiB` };
}

async function championCheck({ log, models }: OpenedData): Promise<Check> {
  const reference = (await releasedModel(log, "champion")) ?? untrainedReference;
  try {
    await followChampion(log, models, systemClock).current();
    return { what: "the champion loads", isFine: true, found: reference };
  } catch (error) {
    return { what: "the champion loads", isFine: false, found: (error as Error).message };
  }
}

/** A topic that nobody reads has no lag; what it holds is shown either way. */
async function topicCheck({ log }: OpenedData, topic: string): Promise<Check> {
  const held = (await log.extents(topic)).reduce((sum, { start, end }) => sum + end - start, 0);
  const lag = await lagOf(log, topic, "record");
  return {
    what: `topic ${topic}`,
    isFine: true,
    found: `${number(held)} records${lag > 0 && lag < held ? `, ${number(lag)} not recorded yet` : ""}`,
  };
}
