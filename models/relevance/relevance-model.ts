import type { Artifact } from "../../schemas/artifact.ts";
import { saveModel } from "../baselines/model-file.ts";
import { checkScorable, clip, type TrainedOn } from "../baselines/row-checks.ts";
import type { FeatureRows, Model } from "../model.ts";
import { saveTrees } from "../trees/ensemble-file.ts";
import { predictTrees, type TreeEnsemble } from "../trees/tree-ensemble.ts";
import { treeContributions } from "../trees/tree-shap.ts";
import type { Member } from "./member.ts";
import { type QueryMemory, recaller } from "./query-memory.ts";
import { queryMemoryFile, saveQueryMemory } from "./query-memory-file.ts";
import { kind } from "./relevance-config.ts";
import { stackColumns } from "./stacked-rows.ts";
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
    save: () =>
      all.reduce<Artifact>((files, member) => ({ ...files, ...member.save() }), {
        ...saveModel(kind, trained, { members: [...members.keys()].join(" ") }),
        ...saveTrees(treesFile, ensemble),
        [queryMemoryFile]: saveQueryMemory(memory),
      }),
    async close() {
      for (const member of all) await member.close();
    },
  };
}

const memoryName = "what was learned of this query and those like it";

/** The features of rows, and beside them what each member says of them. */
async function stackMembers(rows: FeatureRows, members: readonly Member[]) {
  const blocks = [{ values: rows.values, width: rows.names.length }];
  for (const member of members) blocks.push({ values: await member.columns(rows), width: member.names.length });
  return stackColumns(rows.count, blocks);
}
