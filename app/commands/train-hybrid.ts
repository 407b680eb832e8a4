import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { checkHybridConfig, type HybridConfig, hybridDefaults } from "../../models/hybrid/hybrid-config.ts";
import { hybridKind } from "../../models/hybrid/hybrid-file.ts";
import { type ProductMap, parseProductMap, productPresets } from "../../pipelines/hybrid/product-preset.ts";
import { readProducts } from "../../pipelines/hybrid/read-products.ts";
import { trainHybrid } from "../../pipelines/hybrid/train-hybrid.ts";
import { readSettings } from "../../pipelines/training/learner-settings.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { requireFile, tellRowErrors } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, jsonOption, wholeNumber } from "../options.ts";
import { classifierText, picturesText } from "../terminal/classifier-text.ts";
import { curveText } from "../terminal/curve-text.ts";
import { number, printNote, printResult } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";

interface Flags {
  readonly data: string;
  readonly from: string;
  readonly preset?: string;
  readonly map?: ProductMap;
  readonly pictures?: string;
  readonly heldOut: number;
  readonly seed: number;
  readonly threads?: number;
  readonly set: readonly string[];
  readonly fresh?: true;
  readonly json?: true;
}

/** `twinstream train hybrid`: a net that tells the category of products by picture and title. */
export function trainHybridCommand(): Command {
  return new Command("hybrid")
    .description(
      "Trains a net that tells the category of products by picture and title, and gives each a vector to find similar ones by. " +
        "It is tested on titles that it never sees. Ended before its time, the same command goes on where it was.",
    )
    .requiredOption("--from <file>", "a file of products whose category is known")
    .addOption(new Option("--preset <name>", "a known kind of file").choices(Object.keys(productPresets)))
    .addOption(
      new Option(
        "--map <fields>",
        "columns of any other file: product_id=COLUMN,title=COLUMN,category=COLUMN,picture=COLUMN",
      ).argParser(parseProductMap),
    )
    .option("--pictures <dir>", "the folder of the pictures (default: that of the file)")
    .addOption(
      new Option("--held-out <share>", "the share of titles to test on; 0 trains on all")
        .argParser(parseShare)
        .default(0.2),
    )
    .addOption(new Option("--seed <n>", "seed of split and training").argParser(wholeNumber(0)).default(1))
    .addOption(
      new Option("--threads <n>", `threads of a training step (default: ${hybridDefaults.threads})`).argParser(
        wholeNumber(1),
      ),
    )
    .addOption(
      new Option("--set <key=value>", "a setting, such as fusion=gated or epochs=5; may be repeated")
        .argParser((setting: string, before: readonly string[]) => [...before, setting])
        .default([], "none"),
    )
    .option("--fresh", "start over, where an earlier run was ended before its time")
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream train hybrid --from hybrid_task.csv --preset fashion")
    .action(train);
}

function parseShare(text: string): number {
  const share = Number(text);
  if (text.trim() !== "" && share >= 0 && share <= 0.9) return share;
  throw new InvalidArgumentError("give a share from 0 to 0.9.");
}

async function train(flags: Flags): Promise<void> {
  const config = configOf(flags);
  await requireFile(flags.from);
  const folder = await openDataFolder(flags.data);
  const models = openModelFolder<ClassifierManifest>(folder.classifiers);
  const bar = progressBar("training hybrid");
  try {
    const { manifest, notes } = await untilInterrupted(async (signal) => {
      const progress = ({ share, doing }: { share: number; doing: string }) => bar.show(share, doing);
      const watcher = { signal, progress, notice: printNote, rowError: tellRowErrors() };
      const { seed, heldOut, from, preset, map, pictures } = flags;
      const read = await readProducts({ path: from, preset, map, pictures }, config, watcher);
      const order = { config, seed, from, heldOut, folder: folder.training, isFresh: flags.fresh === true };
      const manifest = await trainHybrid(read, order, models, {
        signal,
        progress,
        clock: systemClock,
        learned: () => {},
      });
      return { manifest, notes: picturesText(read.products) };
    });
    bar.end();
    printResult(flags.json, manifest, () => report(manifest, notes));
  } finally {
    bar.end();
  }
}

function configOf({ set, threads }: Flags): HybridConfig {
  const settings = readSettings(hybridKind, set, hybridDefaults);
  const cores = availableParallelism();
  const wanted = threads ?? hybridDefaults.threads;
  if (threads !== undefined && threads > cores)
    printNote(`--threads ${number(threads)} is taken as ${cores}: this machine has no more cores`);
  const config = { ...hybridDefaults, threads: Math.min(wanted, cores), ...settings };
  checkHybridConfig(config);
  return config;
}

function report(manifest: ClassifierManifest, notes: string): string {
  const { reference, data, metrics, trainingMs, learningCurve, msPerThousandProducts } = manifest;
  const products = `${number(data.products)} products, ${number(data.pictures)} with a picture`;
  const figures = metrics.test ?? metrics.validation;
  const tested = metrics.test
    ? `tested on ${number(metrics.test.both.count)} products whose titles it never saw:`
    : `no title was held back; on the ${number(figures.both.count)} products it was chosen by:`;
  return [
    `${reference}: ${products}, ${number(trainingMs / 1000)} s, ${number(1_000_000 / msPerThousandProducts)} products a second`,
    ...(notes === "" ? [] : [notes]),
    curveText(learningCurve),
    tested,
    classifierText(figures),
  ].join("\n");
}
