import { saveModel } from "../baselines/model-file.ts";
import { checkScorable, clip, type TrainedOn } from "../baselines/row-checks.ts";
import type { FeatureRows, Model } from "../model.ts";
import { textsOf } from "../texts-of.ts";
import type { NumberRows } from "../trees/binning.ts";
import { saveTrees } from "../trees/ensemble-file.ts";
import { predictTrees } from "../trees/tree-ensemble.ts";
import { treeContributions } from "../trees/tree-shap.ts";
import type { RelevanceTrees } from "./fit-trees.ts";
import { divideByCompany } from "./lone-rows.ts";
import { closeMembers, type Member } from "./member.ts";
import { type QueryMemory, recaller } from "./query-memory.ts";
import { queryMemoryFile, saveQueryMemory } from "./query-memory-file.ts";
import { kind } from "./relevance-config.ts";
import { pickRows, stackMembers } from "./stacked-rows.ts";

/** The files of its trees. */
export const treeFiles = { together: "trees.bin", alone: "trees-alone.bin" } as const;

/** What the champion is made of. */
export interface RelevanceParts {
  readonly trained: TrainedOn;
  /** By name, in the order of their columns. */
  readonly members: ReadonlyMap<string, Member>;
  readonly trees: RelevanceTrees;
  readonly memory: QueryMemory;
}

/**
 * Trees over features and the columns of its members, corrected by what was learned of single queries. A product that stands alone in its search has
 * trees of its own, as there is nothing to compare it to.
 */
export function relevanceModel({ trained, members, trees, memory }: RelevanceParts): Model {
  const all = [...members.values()];
  const recall = recaller(memory);
  const columnsOf = async (rows: FeatureRows) => {
    checkScorable(kind, trained, rows);
    return stackMembers(rows, all);
  };
  return {
    kind,
    builtFrom: [...members].flatMap(([name, { encoder }]) => (encoder === undefined ? [name] : [name, encoder])),
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    async score(rows) {
      const scores = new Float32Array(rows.count);
      for (const { ensemble, values, places } of divide(trees, rows, await columnsOf(rows))) {
        const sums = predictTrees(ensemble, values);
        for (let i = 0; i < sums.length; i++) scores[places[i]!] = sums[i]!;
      }
      const recalled = recall(textsOf(kind, rows));
      return scores.map((score, row) => clip(score + recalled[row]!, trained));
    },
    async explain(rows) {
      const names = [...trained.names, ...all.flatMap((member) => member.names), memoryName];
      const values = new Float32Array(rows.count * names.length);
      const { base } = treeContributions(trees.together, new Float32Array());
      for (const part of divide(trees, rows, await columnsOf(rows))) {
        const { base: own, values: added } = treeContributions(part.ensemble, part.values);
        const width = names.length - 1;
        for (const [i, row] of part.places.entries()) {
          values.set(added.subarray(i * width, (i + 1) * width), row * names.length);
          // what it means to stand alone, before anything else is known
          values[row * names.length + names.indexOf("search_products")]! += own - base;
        }
      }
      for (const [row, value] of recall(textsOf(kind, rows)).entries()) values[(row + 1) * names.length - 1] = value;
      return { base, names, values };
    },
    save: () => ({
      ...saveModel(kind, trained, { members: [...members.keys()].join(" ") }),
      ...saveTrees(treeFiles.together, trees.together),
      ...saveTrees(treeFiles.alone, trees.alone),
      [queryMemoryFile]: saveQueryMemory(memory),
      ...Object.fromEntries(all.flatMap((member) => Object.entries(member.save()))),
    }),
    close: () => closeMembers(all),
  };
}

/** The rows that have company and those that stand alone, each with its trees, its columns and its places among all. */
function divide({ together, alone }: RelevanceTrees, rows: FeatureRows, columns: NumberRows) {
  const places = divideByCompany(rows);
  if (places.alone.length === 0) return [{ ensemble: together, values: columns.values, places: places.together }];
  return [
    { ensemble: together, values: pickRows(columns, places.together).values, places: places.together },
    { ensemble: alone, values: pickRows(columns, places.alone).values, places: places.alone },
  ];
}

const memoryName = "what was learned of this query and those like it";
