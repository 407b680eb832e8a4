import type { Artifact } from "../../schemas/artifact.ts";
import { loadModel, modelDamage } from "../baselines/model-file.ts";
import { checkDifference, checkTrainable, type TrainedOn, trainedOn } from "../baselines/row-checks.ts";
import { groupsOfColumns } from "../feature-columns.ts";
import type { Ablation, AblationGroup, Learner, Model, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { partialRun } from "../partial-run.ts";
import { textsOf } from "../texts-of.ts";
import { loadTrees } from "../trees/ensemble-file.ts";
import { fitMembers, loadMembers, type StackedMember, type StackedMembers } from "./fit-members.ts";
import { fitTrees, type TreeExamples } from "./fit-trees.ts";
import { closeMembers, type Member } from "./member.ts";
import { fitQueryMemory } from "./query-memory.ts";
import { loadQueryMemory, queryMemoryFile } from "./query-memory-file.ts";
import { checkRelevance, isWithout, kind, partsBeside, type RelevanceConfig } from "./relevance-config.ts";
import { relevanceModel, treeFiles } from "./relevance-model.ts";

/**
 * The champion: boosted trees over all features and over what its members say of a pair (learned out of fold), and on top what was learned of
 * single queries.
 */
export const relevance = {
  kind,
  learnsFrom: "both",
  defaults: {
    boosters: 3,
    rounds: 1500,
    learningRate: 0.025,
    leaves: 31,
    minRows: 20,
    l2: 1,
    rowShare: 0.7,
    columnShare: 0.4,
    patience: 100,
    folds: 5,
    memory: { shared: 0.02, byTitle: 0.05, neighbours: 3, leastCosine: 0.9 },
    encoder: "",
    dtype: "fp32",
    without: [],
  },
  check: checkRelevance,
  async fit(rows: TrainingRows, config: RelevanceConfig, run: TrainingRun): Promise<Model> {
    checkAll(rows, config);
    const members = await fitMembers(rows, config, partialRun(run, 0, 0.3));
    try {
      return await fitAbove(rows, members, config, partialRun(run, 0.3, 1));
    } catch (error) {
      await closeAll(members);
      throw error;
    }
  },
  async ablation(rows: TrainingRows, config: RelevanceConfig, run: TrainingRun): Promise<Ablation> {
    // one booster tells what is worth something, and its trees don't change what members say
    const single = { ...config, boosters: 1 };
    checkAll(rows, single);
    const members = await fitMembers(rows, single, run);
    const groups = [...groupsOfColumns(rows.names), ...groupsBeside(members)];
    return {
      groups: groups.filter(({ name }) => !single.without.includes(name)),
      costly: isWithout(single, "memory") ? [] : ["memory"],
      async scores(without, part) {
        const left = { ...single, without: [...single.without, ...without] };
        return (await fitAbove(rows, members, left, part, { isQuick: true })).score(part.validation);
      },
      close: () => closeAll(members),
    };
  },
  async load(artifact: Artifact, surroundings: Surroundings): Promise<Model> {
    const saved = loadModel(kind, artifact);
    const members = new Map<string, Member>();
    try {
      await loadMembers(saved.text("members"), artifact, surroundings, members);
      const [together, alone] = [treeFiles.together, treeFiles.alone].map((file) => {
        const ensemble = loadTrees(kind, file, artifact);
        checkColumns(file, ensemble.columns, saved.trainedOn, members);
        return ensemble;
      });
      const memory = loadQueryMemory(artifact[queryMemoryFile] ?? new Uint8Array());
      const trees = { together: together!, alone: alone! };
      return relevanceModel({ trained: saved.trainedOn, members, trees, memory });
    } catch (error) {
      await closeMembers(members.values());
      throw error;
    }
  },
} as const satisfies Learner<RelevanceConfig>;

function checkAll(rows: TrainingRows, config: RelevanceConfig): void {
  checkTrainable(kind, rows);
  checkDifference(kind, rows);
  checkRelevance(config);
}

function checkColumns(file: string, columns: number, { names }: TrainedOn, members: ReadonlyMap<string, Member>) {
  const given = [...members.values()].reduce((sum, member) => sum + member.names.length, names.length);
  if (columns === given) return;
  throw modelDamage(kind, file, `its trees read ${columns} columns, features and members give ${given}`);
}

/** What stands on the members: the trees over features and those members that are not left out, and the memory. */
async function fitAbove(
  rows: TrainingRows,
  all: StackedMembers,
  config: RelevanceConfig,
  run: TrainingRun,
  haste?: { readonly isQuick: boolean },
): Promise<Model> {
  const members = new Map([...all].filter(([name]) => !isWithout(config, name)));
  const stacked = (part: TrainingRows, valuesOf: (member: StackedMember) => Float32Array): TreeExamples => {
    const blocks = Array.from(members.values(), (fitted) => {
      return { values: valuesOf(fitted), width: fitted.member.names.length };
    });
    return { rows: part, blocks };
  };
  const examples = stacked(rows, ({ outOfFold }) => outOfFold);
  const watched = run.validation.count > 0 ? stacked(run.validation, ({ validation }) => validation) : undefined;
  const { trees, errors } = await fitTrees(examples, watched, config, run, haste);
  return relevanceModel({
    trained: trainedOn(rows),
    members: new Map(Array.from(members, ([name, { member }]) => [name, member])),
    trees,
    memory: fitQueryMemory(errors ? textsOf(kind, rows) : noTexts, errors ?? new Float64Array(), config.memory),
  });
}

/** What a memory without any query is learned from. */
const noTexts = { texts: [], query: new Uint32Array(), title: new Uint32Array() };

/** The parts beside the features that there are. */
function groupsBeside(members: StackedMembers): readonly AblationGroup[] {
  const ofMembers = Array.from(members, ([name, { member }]) => {
    return { name, says: partsBeside[name], columns: member.names.length };
  });
  return [...ofMembers, { name: "memory", says: partsBeside.memory, columns: 0 }];
}

function closeAll(members: StackedMembers): Promise<void> {
  return closeMembers(Array.from(members.values(), ({ member }) => member));
}
