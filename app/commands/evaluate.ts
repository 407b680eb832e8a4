import { Command } from "commander";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { type Judgement, judgeModel, type Measured } from "../../pipelines/evaluation/judge.ts";
import { judgeLateLabels } from "../../pipelines/evaluation/late-labels.ts";
import { productPresets } from "../../pipelines/hybrid/product-preset.ts";
import { withLiveModel } from "../../pipelines/live-models.ts";
import { evaluateRecommender } from "../../pipelines/recommend/evaluate-recommender.ts";
import { isRecommender, openRecommenders, withRecommender } from "../../pipelines/recommend/keep-recommender.ts";
import { shopOfFile } from "../../pipelines/recommend/shop-history.ts";
import { userHasher } from "../../pipelines/record/hash-user.ts";
import { keepEncodersIn } from "../../pipelines/surroundings.ts";
import { tablesToRead } from "../../pipelines/tables.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { requireData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, importOptions } from "../import-options.ts";
import { judgedRowsIn } from "../judged-rows.ts";
import { openKeyedDataFolder } from "../keyed-data-folder.ts";
import { aloneOption, dataOption, jsonOption, logOption, tablesOption, wholeNumber } from "../options.ts";
import { reportRecommender } from "../report/report-recommender.ts";
import { number, printResult, textTable } from "../terminal/output.ts";
import { evaluationText } from "../terminal/recommender-text.ts";
import { evaluateHybridFile, isHybrid } from "./evaluate-hybrid.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly log: string;
  readonly tables?: string;
  readonly model?: string;
  readonly input?: string;
  readonly pictures?: string;
  readonly report?: string;
  readonly late?: true;
  readonly alone?: true;
  readonly seed: number;
  readonly json?: true;
}

/** `twinstream evaluate`: a model against judged rows, in batch. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description(
      "Measures a model on a file of judged rows, a recommender on what visitors chose after its training, a hybrid on products whose category is known, or the scores of the past on labels that came late.",
    )
    .option("--model <reference>", "the model to measure")
    .option(
      "--input <file>",
      "a file of judged rows; of interactions for two-tower, of products whose category is known for hybrid",
    )
    .option("--pictures <dir>", "for hybrid, the folder of the pictures (default: that of the file)")
    .option(
      "--report <dir>",
      "where hybrid.html or two-tower.html goes: figures, a map of the products, samples; an earlier one is kept there",
    )
    .option("--late", "join late labels to the scores that their events got, by model")
    .addOption(aloneOption())
    .option("--seed <n>", "seed of the confidence intervals", wholeNumber(0), 1)
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExamples: twinstream evaluate --model ridge-1 --input test.csv --preset home-depot" +
        "\n          twinstream evaluate --model two-tower --input later.csv --preset completejourney" +
        "\n          twinstream evaluate --model hybrid --input products.csv --preset fashion",
    );
  return addImportOptions(command, Object.keys(productPresets)).action((flags: Flags) => {
    if (flags.late) return evaluateLate(flags);
    if (isHybrid(flags.model)) return evaluateHybridFile(flags.model, flags);
    if (flags.report !== undefined && !(flags.model !== undefined && isRecommender(flags.model)))
      throw new TwinstreamError("WRONG_USAGE", "--report is for --model hybrid and two-tower; leave it out");
    return evaluateFile(flags);
  });
}

/** Asks the tables alone, so that nothing of the event log is needed. */
async function evaluateLate({ data, tables, seed, json, ...others }: Flags): Promise<void> {
  const needless = (["model", "input", "pictures", "report", "alone"] as const).find(
    (name) => others[name] !== undefined,
  );
  if (needless !== undefined) {
    const what = "--late tells the figures of every model from the scores that it once gave";
    throw new TwinstreamError("WRONG_USAGE", `${what}; leave --${needless} out`);
  }
  if (tables === undefined) requireData(data);
  const judgements = await judgeLateLabels(await tablesToRead(await openDataFolder(data), tables), seed);
  printResult(json, judgements, () =>
    judgements.length === 0
      ? "no late label has found the scores of its event yet"
      : judgements.map(report).join("\n\n"),
  );
}

async function evaluateFile(flags: Flags): Promise<void> {
  requireData(flags.data);
  if (flags.model !== undefined && flags.input !== undefined && isRecommender(flags.model))
    return evaluateRecommendations(flags.model, flags.input, flags);
  const judgement = await withDataFolder(flags, ({ models }) => judgeFile(flags, models));
  printResult(flags.json, judgement, () => report(judgement));
}

async function evaluateRecommendations(model: string, input: string, flags: Flags): Promise<void> {
  if (flags.alone) throw new TwinstreamError("WRONG_USAGE", "a recommender scores no pairs; leave --alone out");
  const folder = await openKeyedDataFolder(flags.data);
  keepEncodersIn(folder.path);
  const { choices } = await shopOfFile(importOptions(input, flags), userHasher(folder.userKey));
  const { evaluation, files } = await withRecommender(
    openRecommenders(folder.recommenders),
    model,
    async (opened, reference) => {
      const evaluation = await evaluateRecommender(opened, reference, choices, flags.seed);
      const report = flags.report && { folder: flags.report, input };
      return { evaluation, files: report ? await reportRecommender(opened, evaluation, report) : [] };
    },
  );
  printResult(flags.json, { ...evaluation, ...(files.length > 0 && { files }) }, () =>
    [evaluationText(evaluation), ...files.map((file) => `the report: ${file}`)].join("\n\n"),
  );
}

async function judgeFile({ model, input, ...flags }: Flags, models: ModelStore): Promise<Judgement> {
  if (model === undefined || input === undefined)
    throw new TwinstreamError("WRONG_USAGE", "say --model REF and --input FILE, or --late");
  return withLiveModel(models, model, async (live) =>
    judgeModel(live, await judgedRowsIn(input, flags), flags.seed, flags),
  );
}

const figureNames = ["rmse", "mse", "mae", "bias", "pearson", "spearman", "ndcg10", "mrr"] as const;

function report({ model, figures, intervals, byQuery }: Judgement): string {
  const columns: readonly (Measured & { readonly name: string })[] = [
    { name: "all", figures, intervals },
    ...byQuery.map(({ value, ...measured }) => ({ ...measured, name: `${value} queries` })),
  ];
  const rows = figureNames.map((name) => [name, ...columns.flatMap((column) => cellsOf(name, column))]);
  const head = ["", ...columns.flatMap(({ name }) => [name, "95 % interval"])];
  return `${model}: ${number(figures.pairs)} pairs, ${number(figures.searches)} searches\n${textTable([head, ...rows])}`;
}

function cellsOf(name: (typeof figureNames)[number], { figures, intervals }: Measured): readonly string[] {
  const interval = name === "spearman" ? null : intervals[name];
  return [number(figures[name], 4), interval ? `${number(interval.low, 4)} to ${number(interval.high, 4)}` : ""];
}
