import { availableParallelism } from "node:os";
import { type Command, InvalidArgumentError, Option } from "commander";
import { logPlace } from "../pipelines/log-place.ts";
import type { PipelineSettings } from "../pipelines/pipeline.ts";
import { stepNames } from "../pipelines/topology.ts";
import { commaList, dataOption, logOption, tablesOption, wholeNumber } from "./options.ts";
import { registryOption, registrySettings } from "./registry-option.ts";

/** One thread for each core but the first, which feeds and shows; partitions, four unless said, are what they share. */
const defaultWorkers = Math.max(1, Math.min(4, availableParallelism() - 1));

/** What the options of a pipeline hold once they are read. */
export interface PipelineFlags {
  readonly data: string;
  readonly stages: readonly string[];
  readonly fused: boolean;
  readonly model?: string;
  readonly partitions: number;
  readonly workers: number;
  readonly log: string;
  readonly registry?: string;
  readonly tables?: string;
  readonly pictures?: string;
  readonly quiet?: true;
}

/** Adds the options that every command with a running pipeline has. */
export function addPipelineOptions(command: Command): Command {
  return command
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(registryOption())
    .addOption(tablesOption())
    .addOption(
      new Option("--stages <names>", `which stages run here: some of ${stepNames.join(",")}, or none`)
        .argParser(stageList)
        .default(stepNames, "all"),
    )
    .option("--fused", "pass batches on in memory, past the topics between; the default", true)
    .option("--no-fused", "write the topics between too, for other processes to read")
    .option("--model <reference>", "score with this model, whatever is released (default: the champion, followed)")
    .addOption(
      new Option(
        "--pictures <dir>",
        "the folder of the products' pictures (default: `pictures` in the data folder)",
      ).env("TWINSTREAM_PICTURES"),
    )
    .addOption(
      new Option("--partitions <n>", "partitions of topics that are not there yet")
        .argParser(wholeNumber(1))
        .default(4),
    )
    .addOption(
      new Option("--workers <n>", "worker threads; 0: none but the main one")
        .argParser(wholeNumber(0))
        .default(defaultWorkers),
    )
    .addOption(
      new Option("--log-format <format>", "how notes on standard error are written")
        .env("TWINSTREAM_LOG_FORMAT")
        .choices(["text", "json"])
        .default("text"),
    )
    .option("--quiet", "show nothing while it runs");
}

/** Reads `tokenize,embed`, or `none`: only what feeds or watches the stages runs here. */
export function stageList(text: string): readonly string[] {
  if (text === "none") return [];
  const names = commaList(text);
  const unknown = names.find((name) => !stepNames.includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`there is no stage "${unknown}"; there are ${stepNames.join(", ")}`);
  if (names.length === 0) throw new InvalidArgumentError(`name at least one of ${stepNames.join(", ")}`);
  return names;
}

/** The settings that the options ask for. Throws WRONG_USAGE for an event log that there is not. */
export function pipelineSettings(flags: PipelineFlags): PipelineSettings {
  const { data, tables, stages, fused, model, pictures, partitions } = flags;
  const log = logPlace(flags.log, process.env);
  const schemaRegistry = registrySettings(flags.registry);
  return {
    data,
    log,
    tables,
    schemaRegistry,
    stages,
    fused,
    model,
    pictures,
    partitions,
    userKey: process.env.TWINSTREAM_USER_KEY,
  };
}
