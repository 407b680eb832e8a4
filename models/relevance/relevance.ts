import type { Artifact } from "../../schemas/artifact.ts";
import { loadModel, modelDamage } from "../baselines/model-file.ts";
import { checkDifference, checkTrainable, trainedOn } from "../baselines/row-checks.ts";
import type { Learner, Model, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { partialRun } from "../partial-run.ts";
import { loadTrees } from "../trees/ensemble-file.ts";
import { fitTrees } from "./fit-trees.ts";
import { foldsByKey } from "./folds.ts";
import type { FittedMember, Member, MemberKind } from "./member.ts";
import { pairRidgeMember } from "./members/pair-ridge.ts";
import { sentenceLikeness } from "./members/sentence-likeness.ts";
import { wordSimilarity } from "./members/word-similarity.ts";
import { fitQueryMemory } from "./query-memory.ts";
import { loadQueryMemory, queryMemoryFile } from "./query-memory-file.ts";
import { checkRelevance, kind, type RelevanceConfig } from "./relevance-config.ts";
import { relevanceModel, treesFile } from "./relevance-model.ts";
import { stackColumns } from "./stacked-rows.ts";
import { textsOf } from "./texts-of.ts";

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
  },
  async fit(rows: TrainingRows, config: RelevanceConfig, run: TrainingRun): Promise<Model> {
    checkTrainable(kind, rows);
    checkDifference(kind, rows);
    checkRelevance(config);
    const texts = textsOf(rows);
    const folds = foldsByKey(texts.query, config.folds, run.seed);
    const fitted = await fitMembers(rows, folds, config, partialRun(run, 0, 0.4));
    const members = new Map([...fitted].map(([name, { member }]) => [name, member]));
    const blocks = [...fitted.values()].map(({ member, outOfFold }) => ({
      values: outOfFold,
      width: member.names.length,
    }));
    const validation = stackColumns(run.validation.count, await columnsOf([...members.values()], run.validation));
    const { ensemble, errors } = await fitTrees(
      rows,
      stackColumns(rows.count, blocks),
      validation,
      config,
      partialRun(run, 0.4, 1),
    );
    const memory = fitQueryMemory(texts, errors, config.memory);
    return relevanceModel({ trained: trainedOn(rows), members, ensemble, memory });
  },
  async load(artifact: Artifact, surroundings: Surroundings): Promise<Model> {
    const saved = loadModel(kind, artifact);
    const members = new Map<string, Member>();
    for (const name of saved.text("members").split(" ")) {
      if (!Object.hasOwn(memberKinds, name)) throw modelDamage(kind, "model.json", `it names a member "${name}"`);
      members.set(name, await memberKinds[name as MemberName].load(artifact, surroundings));
    }
    const ensemble = loadTrees(kind, treesFile, artifact);
    const memory = loadQueryMemory(artifact[queryMemoryFile] ?? new Uint8Array());
    return relevanceModel({ trained: saved.trainedOn, members, ensemble, memory });
  },
} as const satisfies Learner<RelevanceConfig>;

/** Every member, by the name it has in the files. */
const memberKinds = {
  words: pairRidgeMember("words"),
  characters: pairRidgeMember("characters"),
  similarity: wordSimilarity,
  sentences: sentenceLikeness,
} as const satisfies Readonly<Record<string, MemberKind>>;
type MemberName = keyof typeof memberKinds;
const memberNames = Object.keys(memberKinds) as readonly MemberName[];

async function fitMembers(rows: TrainingRows, folds: Uint8Array, config: RelevanceConfig, run: TrainingRun) {
  const names = memberNames.filter((name) => name !== "sentences" || config.encoder !== "");
  const fitted = new Map<MemberName, FittedMember>();
  for (const [i, name] of names.entries()) {
    const share = partialRun(run, i / names.length, (i + 1) / names.length);
    fitted.set(name, await memberKinds[name].fit(rows, folds, config, share));
  }
  return fitted;
}

async function columnsOf(members: readonly Member[], rows: TrainingRows) {
  const blocks = [];
  for (const member of members) blocks.push({ values: await member.columns(rows), width: member.names.length });
  return blocks;
}
