import { type SliceComparison, type SmallSlice, sliceText } from "../../pipelines/registry/common-rows.ts";
import type { Comparison } from "../../pipelines/registry/compare-models.ts";
import { number, textTable } from "./output.ts";

/** How two models compare: a sentence for a person, then the figures of each slice. */
export function comparisonText(comparison: Comparison): string {
  const { first, second } = comparison;
  if ("reason" in comparison) return `${first} and ${second} can't be compared: ${comparison.reason}`;
  const { slices, tooSmall, notes } = comparison;
  const { pairs, searches } = slices[0]!;
  const head = [`${second} less ${first}`, "pairs", "searches", first, second, "difference", "95 % interval"];
  return [
    comparisonSentence(comparison),
    `on ${[`${number(pairs)} rows of ${number(searches)} searches that neither learned from`, ...notes].join("; ")}`,
    textTable([head, ...slices.flatMap(sliceRows)]),
    ...(tooSmall.length === 0 ? [] : [smallText(tooSmall)]),
  ].join("\n");
}

function comparisonSentence({ first, second, slices }: Extract<Comparison, { slices: unknown }>): string {
  const { rmse } = slices[0]!.figures;
  if (rmse === null) return `whether ${second} is better than ${first} these rows can't show`;
  const { difference, interval, below, above } = rmse;
  const range = `${number(difference, 4)} (${number(interval.low, 4)} to ${number(interval.high, 4)})`;
  if (interval.low <= 0 && interval.high >= 0)
    return `no difference between ${second} and ${first} that these rows can show: RMSE by ${range}`;
  const isBetter = difference < 0;
  const [nearest, farthest] = [interval.low, interval.high].map(Math.abs).sort((a, b) => a - b);
  const size = `${number(Math.abs(difference), 4)} (${number(nearest, 4)} to ${number(farthest, 4)})`;
  const share = number(100 * (isBetter ? below : above), 1).replace(/\.0$/, "");
  return `${second} is ${isBetter ? "better" : "worse"} than ${first}: RMSE ${isBetter ? "lower" : "higher"} by ${size}, in ${share} % of 1,000 resamples`;
}

const figureNames = { rmse: "rmse", mae: "mae", ndcg10: "ndcg@10", mrr: "mrr" } as const;

function smallText(slices: readonly SmallSlice[]): string {
  const counted = slices.map((slice) => `${sliceText(slice)} (${number(slice.searches)})`).join(", ");
  return `too few searches to tell: ${counted}`;
}

/** Every figure of the whole, and the error of the other slices. */
function sliceRows(compared: SliceComparison): readonly (readonly string[])[] {
  const { slice, pairs, searches, figures } = compared;
  const names = slice === "all" ? (["rmse", "mae", "ndcg10", "mrr"] as const) : (["rmse"] as const);
  return names.map((name) => {
    const figure = figures[name];
    const counts = [`${figureNames[name]}, ${sliceText(compared)}`, number(pairs), number(searches)];
    if (figure === null) return [...counts, "-", "-", "-", ""];
    const { first, second, difference, interval } = figure;
    const range = `${number(interval.low, 4)} to ${number(interval.high, 4)}`;
    return [...counts, ...[first, second, difference].map((part) => number(part, 4)), range];
  });
}
