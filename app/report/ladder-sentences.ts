import type { SplitBy } from "../../schemas/manifest.ts";
import { number } from "../terminal/output.ts";
import {
  bestRung,
  isTrained,
  isWhole,
  type LadderPart,
  type LadderReport,
  lineToBeat,
  tellsSeen,
} from "./ladder-report.ts";
import { publishedFigures, publishedText } from "./published-figures.ts";

/** The heading of a report. */
export const ladderTitle = "The ladder of models";

/** The heading of one part. */
export function partTitle({ split }: LadderPart): string {
  return partTitles[split];
}

const partTitles = {
  rows: "Single rows held back",
  queries: "Whole queries held back",
  both: "Whole queries held back, and single rows of the others",
} as const satisfies Readonly<Record<SplitBy, string>>;

const partDivisions = {
  rows: "Single rows were held back at random, so training has met the query of most test rows with other products.",
  queries: "All rows of a query went to the same part, so the test asks for queries that training never saw.",
  both: "Some queries were held back with all their rows, and some rows of the other queries, so the test asks for queries that training never saw and for some that it met with other products.",
} as const satisfies Readonly<Record<SplitBy, string>>;

/** What the report is about: rows, seed, and how often the test was looked at. */
export function ladderIntroduction(report: LadderReport): string {
  const data = report.parts.flatMap(({ rungs }) => rungs).find(isTrained)?.manifest.data;
  const rows = data === undefined ? "" : `: ${number(data.rows)} rows of ${number(data.queries)} queries`;
  // By both, a tenth of the queries is held back, then a tenth of the rows of the 80 % that are left.
  const [learned, heldOut] = tellsSeen(report.parts) ? [64, 18] : [80, 10];
  const source = report.from === "tables" ? "the recorded tables" : report.from;
  return [
    `Kinds of model side by side on ${source}${rows}, seed ${report.seed}.`,
    `Rows were divided in the same way for all models: ${learned} % to learn from, ${heldOut} % (validation) to choose by, such as when to stop, and ${heldOut} % (test) to report.`,
    "The test rows of a model were scored once, after its training; nothing was chosen by them.",
    ...(isWhole(report)
      ? []
      : ["The ladder was interrupted, so some models are missing; the same command goes on with them."]),
  ].join(" ");
}

/** How the rows of a part were divided, and into how many. */
export function partIntroduction({ split, rungs }: LadderPart): string {
  const metrics = rungs.find(isTrained)?.manifest.metrics;
  const how = partDivisions[split];
  if (metrics === undefined) return how;
  const { train, validation, test } = metrics;
  return `${how} ${number(train.pairs)} rows to learn from, ${number(validation.pairs)} to choose by, ${number(test.pairs)} to report.`;
}

/** What the line to beat is, and which model did best on the validation rows. */
export function partVerdict(part: LadderPart): string {
  const line = part.rungs.filter(isTrained).find(({ kind }) => kind === lineToBeat);
  const best = bestRung(part);
  const sentences = [
    line &&
      `The line to beat is ${lineToBeat}, which says the mean grade of every pair: test RMSE ${number(line.manifest.metrics.test.rmse, 4)}.`,
    best &&
      `Best on the validation rows is ${best.manifest.reference}, with a test RMSE of ${number(best.manifest.metrics.test.rmse, 4)}.`,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(" ");
}

/** What the columns mean that don't say it by themselves, as pairs of a name and its meaning. */
export function columnMeanings({ isPublishedData, parts }: LadderReport): readonly (readonly [string, string])[] {
  const figures = Object.entries(publishedFigures).map(([kind, { what }]) => `${kind} ${publishedText(kind)}: ${what}`);
  return [
    ["RMSE, MAE", "errors of the scores against the grades, in grades; lower is better"],
    ...(tellsSeen(parts)
      ? [
          [
            "seen, unseen RMSE",
            "of the test rows whose query training met with other products, and of the others",
          ] as const,
        ]
      : []),
    ["NDCG@10", "quality of the order of the first ten products of a search, averaged over searches; 1 is best"],
    ...(isPublishedData
      ? [
          [
            "published RMSE",
            `what was published, or reached by a study in Python, for such a design on the Home Depot judgments (after a stroke for queries that training never met, in brackets the time of its training), by other code and perhaps on rows divided otherwise: a landmark, not a peer. ${figures.join("; ")}`,
          ] as const,
        ]
      : []),
    ["trained in", "time of the training alone, without making the features"],
    [
      "ms per 1,000 scores",
      "on one thread, once the features are there; a model with its own embedder embeds the texts within that time, none of them known before",
    ],
    ["epochs", "passes over the rows to learn from; models without them solve for their weights at once"],
    ["size", "the model's own files, without the vocabulary that each has beside them"],
  ];
}
