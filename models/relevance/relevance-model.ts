import { saveModel } from "../baselines/model-file.ts";
import { checkScorable, clip, type TrainedOn } from "../baselines/row-checks.ts";
import type { FeatureRows, Model } from "../model.ts";
import { saveTrees } from "../trees/ensemble-file.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { treeContributions } from "../trees/tree-shap.ts";
import { closeMembers, type Member } from "./member.ts";
import { type QueryMemory, recaller } from "./query-memory.ts";
import { queryMemoryFile, saveQueryMemory } from "./query-memory-file.ts";
import { kind } from "./relevance-config.ts";
import { stackColumns, stackMembers } from "./stacked-rows.ts";
import { textsOf } from "./texts-of.ts";

/** The file of its trees. */
export const treesFile = "trees.bin";

/** What the champion is made of. */
export interface RelevanceParts {
  readonly trained: TrainedOn;
  /** By name, in the order of their columns. */
  readonly members: ReadonlyMap<string, Member>;
  readonly ensemble: TreeEnsemble;
  readonly memory: QueryMemory;
}

/** Trees over features and the columns of its members, corrected by what was learned of single queries. */
export function relevanceModel({ trained, members, ensemble, memory }: RelevanceParts): Model {
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
      const scores = predictTrees(ensemble, (await columnsOf(rows)).values);
      const recalled = recall(textsOf(rows));
      return Float32Array.from(scores, (score, row) => clip(score + recalled[row]!, trained));
    },
    async explain(rows) {
      const names = [...trained.names, ...all.flatMap((member) => member.names)];
      const { base, values } = treeContributions(ensemble, (await columnsOf(rows)).values);
      const recalled = Float32Array.from(recall(textsOf(rows)));
      const blocks = [
        { values, width: names.length },
        { values: recalled, width: 1 },
      ];
      return { base, names: [...names, memoryName], values: stackColumns(rows.count, blocks).values };
    },
    save: () => ({
      ...saveModel(kind, trained, { members: [...members.keys()].join(" ") }),
      ...saveTrees(treesFile, ensemble),
      [queryMemoryFile]: saveQueryMemory(memory),
      ...Object.fromEntries(all.flatMap((member) => Object.entries(member.save()))),
    }),
    close: () => closeMembers(all),
  };
}

const memoryName = "what was learned of this query and those like it";
