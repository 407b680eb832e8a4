import { type MeanFigure, type RecommenderJudgement, type WayFigures, wayNames } from "../../schemas/recommender.ts";
import { number } from "../terminal/output.ts";

/** A table of figures for people: the first cell of each row is its name. */
export interface FiguresTable {
  /** What the rows are of. */
  readonly caption: string;
  /** Names of the columns, without that of the first. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A sentence below. */
  readonly note?: string;
}

const figures = [
  ["AUC", "auc"],
  ["HitRate@10", "hitRate10"],
  ["MRR", "mrr"],
  ["NDCG@10", "ndcg10"],
  ["recall@100", "recall100"],
] as const;

const wayTitles = { model: "model", popularity: "popularity", itemToItem: "item-to-item" } as const;

/** How good recommendations are beside those of simpler ways, on several choices of products; nothing of products that nobody chose. */
export function qualityTables(judgement: RecommenderJudgement): readonly FiguresTable[] {
  const { full, warm, cold, coldAmongCold, sampled, catalog } = judgement;
  const slices = {
    [`all of ${number(catalog)} products`]: full,
    "products that were chosen before": warm,
    "products never chosen before": cold,
    "the same among themselves (AUC at random: 0.5)": coldAmongCold,
    "each among 99 drawn at random": sampled,
  };
  return Object.entries(slices).flatMap(([caption, figures]) =>
    figures.choices === 0 ? [] : [qualityTable(caption, figures)],
  );
}

function qualityTable(caption: string, { ways, visitors, choices }: WayFigures): FiguresTable {
  const rows = figures.map(([label, name]) => [
    label,
    ...wayNames.flatMap((way) => {
      const { value, low, high } = ways[way][name];
      return [number(value, 4), `${number(low, 4)} to ${number(high, 4)}`];
    }),
  ]);
  const columns = wayNames.flatMap((way) => [wayTitles[way], "95 %"]);
  return { caption, columns, rows, note: `${number(choices)} choices of ${number(visitors)} visitors` };
}

/** How many times as high a figure is, with its interval. */
export function ratioText({ value, low, high }: MeanFigure): string {
  return `${number(value, 2)} (${number(low, 2)} to ${number(high, 2)})`;
}

/** How many times as good the model is as the simpler ways, in a sentence. */
export function timesSentence({ popularity, itemToItem }: RecommenderJudgement["times"]): string {
  const both = ({ hitRate10, mrr }: { readonly hitRate10: MeanFigure; readonly mrr: MeanFigure }) =>
    `HitRate@10 ${ratioText(hitRate10)}, MRR ${ratioText(mrr)}`;
  return `times popularity: ${both(popularity)}; times item-to-item: ${both(itemToItem)}`;
}

/** What the lists of ten are like, beside what visitors chose. */
export function listsTable(lists: RecommenderJudgement["lists"]): FiguresTable {
  return {
    caption: "lists of ten",
    columns: ["share of the catalog", "novelty (bits)", "chosen before", "of the most chosen"],
    rows: [...wayNames, "chosen" as const].map((way) => {
      const { coverage, novelty, meanPopularity, headShare } = lists[way];
      const name = way === "chosen" ? "what visitors chose" : wayTitles[way];
      return [name, number(coverage, 4), number(novelty, 2), number(meanPopularity, 1), number(headShare, 4)];
    }),
    note: "the most chosen: the few products on which half of all choices fell",
  };
}

/** How well vectors of products tell departments and categories apart. */
export function separationsTable(separations: RecommenderJudgement["separations"]): FiguresTable {
  return {
    caption: "vectors of products",
    columns: ["groups", "silhouette", "by chance", "nearest of the same", "by chance"],
    rows: separations.map(({ by, groups, silhouette, silhouetteByChance, agreement, agreementByChance }) => {
      const told = [silhouette, silhouetteByChance, agreement, agreementByChance].map((value) => number(value, 3));
      return [`by ${by}`, number(groups), ...told];
    }),
  };
}

/** How long one visitor waits for ten products, in a sentence. */
export function latencySentence({ p50, p99 }: RecommenderJudgement["latencyMs"]): string {
  return `the first ten in ${number(p50, 1)} ms (median), ${number(p99, 1)} ms (99 %)`;
}
