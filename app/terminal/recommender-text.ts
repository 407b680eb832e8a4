import type { RecommenderEvaluation } from "../../pipelines/recommend/evaluate-recommender.ts";
import type { BesideInUse, RecommenderJudgement } from "../../schemas/recommender.ts";
import {
  type FiguresTable,
  latencySentence,
  listsTable,
  qualityTables,
  ratioText,
  separationsTable,
  timesSentence,
} from "../report/recommender-tables.ts";
import { number, textTable } from "./output.ts";

/** How good recommendations are beside those of simpler ways, for a terminal. */
export function judgementText(judgement: RecommenderJudgement): string {
  const { times, lists, separations, latencyMs } = judgement;
  return [
    ...qualityTables(judgement).map(tableText),
    timesSentence(times),
    tableText(listsTable(lists)),
    ...(separations.length === 0 ? [] : [tableText(separationsTable(separations))]),
    latencySentence(latencyMs),
  ].join("\n\n");
}

/** How a new model does beside the one in use, for a terminal. */
export function besideText(beside: BesideInUse | undefined, inUse: string): string {
  if (beside === undefined) return `not set beside ${inUse}, which learned from the days of the test`;
  const { reference, visitors, choices, times } = beside;
  return `times ${reference} on ${number(choices)} choices of ${number(visitors)} visitors, which neither learned from: HitRate@10 ${ratioText(times.hitRate10)}, MRR ${ratioText(times.mrr)}, NDCG@10 ${ratioText(times.ndcg10)}`;
}

/** An evaluation for a terminal. */
export function evaluationText(evaluation: RecommenderEvaluation): string {
  const left = leftOut(evaluation);
  return `${evaluation.model}${left === "" ? "" : `, ${left}`}\n${judgementText(evaluation)}`;
}

/** Which choices of a file an evaluation leaves out, in words; nothing where it leaves out none. */
export function leftOut({ knownChoices, otherKinds, unknownProducts }: RecommenderEvaluation): string {
  const left = [
    ...(knownChoices > 0 ? [`${number(knownChoices)} that it could have learned from`] : []),
    ...(otherKinds > 0 ? [`${number(otherKinds)} of kinds that it does not recommend for`] : []),
    ...(unknownProducts > 0 ? [`${number(unknownProducts)} of products that its catalog lacks`] : []),
  ];
  return left.length === 0 ? "" : `left out: ${left.join(", ")}`;
}

function tableText({ caption, columns, rows, note }: FiguresTable): string {
  const table = textTable([[caption, ...columns], ...rows]);
  return note === undefined ? table : `${table}\n${note}`;
}
