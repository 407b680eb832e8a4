import { Command, InvalidArgumentError, Option } from "commander";
import { compareProducts } from "../../pipelines/explain/compare-products.ts";
import { type Explanation, explainScores } from "../../pipelines/explain/explain-scores.ts";
import { withLiveModel } from "../../pipelines/live-models.ts";
import { releasedRoles } from "../../pipelines/registry/releases.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type DataToRead, withDataToRead } from "../data.ts";
import { dataOption, jsonOption, logOption, wholeNumber } from "../options.ts";
import { explanationText, type PlacedComparison } from "../terminal/explanation-text.ts";
import { printResult } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly query: string;
  readonly title: readonly string[];
  readonly model?: string;
  readonly above?: readonly number[];
  readonly json?: true;
}

/** `twinstream explain`: why titles get the scores that they get for a query, and why one is above another. */
export function explainCommand(): Command {
  return new Command("explain")
    .description(
      "Says what scores are made of: which query word meets which title word and how, what each feature adds, what each part of the query does, " +
        "and why one title is above another. The titles are scored as those of one search, by the stages that score live traffic.",
    )
    .requiredOption("--query <text>", "what was searched", notBlank)
    .addOption(
      new Option("--title <text>", "a product's title; may be repeated")
        .argParser((title: string, before: readonly string[] = []) => [...before, notBlank(title)])
        .makeOptionMandatory(),
    )
    .option("--model <reference>", "the model to ask (default: the champion)")
    .addOption(
      new Option(
        "--above <places...>",
        "compare the titles in these two places of the ranking, such as 1 3 (default: each with the next)",
      ).argParser((place: string, before: readonly number[] = []) => [...before, wholeNumber(1)(place)]),
    )
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      '\nExample: twinstream explain --query "ceilng fan 52in" --title "52 in. White Ceiling Fan" --title "Ceiling Fan Remote"',
    )
    .action(async (flags: Flags) => {
      checkPlaces(flags);
      await withDataToRead(flags, (opened) => explain(flags, opened));
    });
}

function notBlank(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("give a text that is not empty");
  return text;
}

function checkPlaces({ above, title }: Flags): void {
  if (above === undefined) return;
  const isPair = above.length === 2 && above[0] !== above[1] && above.every((place) => place <= title.length);
  if (isPair) return;
  const there = title.length === 1 ? "there is one title" : `there are ${title.length} titles`;
  throw new TwinstreamError("WRONG_USAGE", `--above takes two places of the ranking, such as 1 2; ${there}`);
}

async function explain({ query, title, model, above, json }: Flags, { models, log }: DataToRead): Promise<void> {
  const reference = model ?? (await releasedRoles(log)).champion ?? refuse();
  const explanation = await withLiveModel(models, reference, (live) => explainScores(live, query, title));
  const comparisons = pairsOf(title.length, above).map((pair) => compare(explanation, pair));
  printResult(json, { ...explanation, comparisons }, () => explanationText(explanation, comparisons));
}

function refuse(): never {
  const remedy = "train one: twinstream train ridge --from FILE --preset home-depot; or name one with --model";
  throw new TwinstreamError("MODEL_NOT_FOUND", `there is no champion to explain yet; ${remedy}`);
}

function pairsOf(titles: number, above: readonly number[] | undefined): readonly (readonly [number, number])[] {
  if (above !== undefined) return [[above[0]!, above[1]!]];
  return Array.from({ length: titles - 1 }, (_, i) => [i + 1, i + 2]);
}

function compare({ products }: Explanation, [first, second]: readonly [number, number]): PlacedComparison {
  return { first, second, ...compareProducts(products[first - 1]!, products[second - 1]!) };
}
