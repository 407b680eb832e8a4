import { Command } from "commander";
import { overviewTopics, type TopicOverview } from "../../pipelines/topic-overview.ts";
import { withLogToRead } from "../data.ts";
import { dataOption, jsonOption, logOption } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly json?: true;
}

/** `twinstream topics`: what each topic holds, how much, and for how long. */
export function topicsCommand(): Command {
  return new Command("topics")
    .description("The topics: partitions, entries, size, how long they are kept, and what they hold.")
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream topics")
    .action(async (flags: Flags) => {
      const overviews = await withLogToRead(flags, overviewTopics);
      printResult(flags.json, overviews, () => tableOf(overviews));
    });
}

function tableOf(overviews: readonly TopicOverview[]): string {
  const rows = overviews.map(({ name, partitions, entries, bytes, holds, ...kept }) => [
    ...[name, number(partitions), number(entries), sizeText(bytes), keptText(kept), holds],
  ]);
  return textTable([["topic", "partitions", "entries", "size", "kept", "holds"], ...rows]);
}

const dayMs = 24 * 60 * 60 * 1000;

function keptText({ cleanup, retentionMs }: Pick<TopicOverview, "cleanup" | "retentionMs">): string {
  if (cleanup === "compact") return "the newest of each key";
  return retentionMs === undefined ? "all" : `${number(retentionMs / dayMs)} d`;
}

function sizeText(bytes: number | undefined): string {
  return bytes === undefined ? "-" : `${number(bytes / 1e6, 1)} MB`;
}
