import type { RecommenderEvaluation } from "../../pipelines/recommend/evaluate-recommender.ts";
import {
  type BesideInUse,
  type MeanFigure,
  type RecommenderJudgement,
  type WayFigures,
  wayNames,
} from "../../schemas/recommender.ts";
import { number, textTable } from "./output.ts";

const figures = [
  ["AUC", "auc"],
  ["HitRate@10", "hitRate10"],
  ["MRR", "mrr"],
  ["NDCG@10", "ndcg10"],
  ["recall@100", "recall100"],
] as const;

/** How good recommendations are beside those of simpler ways, for a terminal. */
export function judgementText(judgement: RecommenderJudgement): string {
  const { full, warm, cold, coldAmongCold, sampled, times, lists, separations, latencyMs, catalog } = judgement;
  return [
    tableOf(`all of ${number(catalog)} products`, full),
    tableOf("products that were chosen before", warm),
    tableOf("products never chosen before", cold),
    tableOf("the same among themselves (AUC at random: 0.5)", coldAmongCold),
    tableOf("each among 99 drawn at random", sampled),
    `times popularity: HitRate@10 ${told(times.popularity.hitRate10, 2)}, MRR ${told(times.popularity.mrr, 2)}; times item-to-item: HitRate@10 ${told(times.itemToItem.hitRate10, 2)}, MRR ${told(times.itemToItem.mrr, 2)}`,
    listsTable(lists),
    separationsTable(separations),
    `the first ten in ${number(latencyMs.p50, 1)} ms (median), ${number(latencyMs.p99, 1)} ms (99 %)`,
  ].join("\n\n");
}

function listsTable(lists: RecommenderJudgement["lists"]): string {
  const rows = [...wayNames, "chosen" as const].map((way) => {
    const { coverage, novelty, meanPopularity, headShare } = lists[way];
    const figures = [number(coverage, 4), number(novelty, 2), number(meanPopularity, 1), number(headShare, 4)];
    return [way === "chosen" ? "what visitors chose" : way, ...figures];
  });
  const head = ["lists of ten", "share of the catalog", "novelty (bits)", "chosen before", "of the most chosen"];
  return `${textTable([head, ...rows])}\nthe most chosen: the few products on which half of all choices fell`;
}

function separationsTable(separations: RecommenderJudgement["separations"]): string {
  const rows = separations.map(({ by, groups, silhouette, silhouetteByChance, agreement, agreementByChance }) => {
    const figures = [silhouette, silhouetteByChance, agreement, agreementByChance].map((value) => number(value, 3));
    return [`by ${by}`, number(groups), ...figures];
  });
  const head = ["vectors of products", "groups", "silhouette", "by chance", "nearest of the same", "by chance"];
  return textTable([head, ...rows]);
}

/** How a new model does beside the one in use, for a terminal. */
export function besideText(beside: BesideInUse | undefined, inUse: string): string {
  if (beside === undefined) return `not set beside ${inUse}, which learned from the days of the test`;
  const { reference, visitors, choices, times } = beside;
  return `times ${reference} on ${number(choices)} choices of ${number(visitors)} visitors, which neither learned from: HitRate@10 ${told(times.hitRate10, 2)}, MRR ${told(times.mrr, 2)}, NDCG@10 ${told(times.ndcg10, 2)}`;
}

/** An evaluation for a terminal. */
export function evaluationText(evaluation: RecommenderEvaluation): string {
  const { model, knownChoices, otherKinds, unknownProducts } = evaluation;
  const left = [
    ...(knownChoices > 0 ? [`${number(knownChoices)} that it could have learned from`] : []),
    ...(otherKinds > 0 ? [`${number(otherKinds)} of kinds that it does not recommend for`] : []),
    ...(unknownProducts > 0 ? [`${number(unknownProducts)} of products that its catalog lacks`] : []),
  ];
  return `${model}${left.length > 0 ? `, left out: ${left.join(", ")}` : ""}\n${judgementText(evaluation)}`;
}

function tableOf(what: string, { ways, visitors, choices }: WayFigures): string {
  const head = [what, ...wayNames.flatMap((way) => [way, "95 %"])];
  const rows = figures.map(([label, name]) => [
    label,
    ...wayNames.flatMap((way) => {
      const { value, low, high } = ways[way][name];
      return [number(value, 4), `${number(low, 4)} to ${number(high, 4)}`];
    }),
  ]);
  return `${textTable([head, ...rows])}\n${number(choices)} choices of ${number(visitors)} visitors`;
}

function told({ value, low, high }: MeanFigure, digits: number): string {
  return `${number(value, digits)} (${number(low, digits)} to ${number(high, digits)})`;
}
