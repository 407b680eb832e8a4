import type { Artifact } from "../../schemas/artifact.ts";
import { descriptionName, loadModel, modelDamage } from "../baselines/model-file.ts";
import { checkDifference, checkTrainable, type TrainedOn, trainedOn } from "../baselines/row-checks.ts";
import type { Learner, Model, PairTexts, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { partialRun } from "../partial-run.ts";
import { queryHash } from "../seen-queries.ts";
import { loadTrees } from "../trees/ensemble-file.ts";
import type { TreeEnsemble } from "../trees/tree-ensemble.ts";
import { fitTrees } from "./fit-trees.ts";
import { foldsByKey } from "./folds.ts";
import { closeMembers, type FittedMember, type Member, type MemberKind } from "./member.ts";
import { pairRidgeMember } from "./members/pair-ridge.ts";
import { sentenceLikeness } from "./members/sentence-likeness.ts";
import { wordSimilarity } from "./members/word-similarity.ts";
import { fitQueryMemory } from "./query-memory.ts";
import { loadQueryMemory, queryMemoryFile } from "./query-memory-file.ts";
import { checkRelevance, kind, type RelevanceConfig } from "./relevance-config.ts";
import { relevanceModel, treesFile } from "./relevance-model.ts";
import { stackMembers } from "./stacked-rows.ts";
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
    const fitted = await fitMembers(rows, foldsOfQueries(texts, config, run), config, partialRun(run, 0, 0.4));
    const members = new Map([...fitted].map(([name, { member }]) => [name, member]));
    try {
      const blocks = [...fitted.values()].map(({ member, outOfFold }) => ({
        values: outOfFold,
        width: member.names.length,
      }));
      const validation = await watchedRows(run.validation, members);
      const { ensemble, errors } = await fitTrees({ rows, blocks, validation }, config, partialRun(run, 0.4, 1));
      const memory = fitQueryMemory(texts, errors, config.memory);
      return relevanceModel({ trained: trainedOn(rows), members, ensemble, memory });
    } catch (error) {
      await closeMembers(members.values());
      throw error;
    }
  },
  async load(artifact: Artifact, surroundings: Surroundings): Promise<Model> {
    const saved = loadModel(kind, artifact);
    const members = new Map<string, Member>();
    try {
      for (const name of namesIn(saved.text("members"))) {
        members.set(name, await memberKinds[name].load(artifact, surroundings));
      }
      const ensemble = loadTrees(kind, treesFile, artifact);
      const memory = loadQueryMemory(artifact[queryMemoryFile] ?? new Uint8Array());
      checkColumns(ensemble, saved.trainedOn, members);
      return relevanceModel({ trained: saved.trainedOn, members, ensemble, memory });
    } catch (error) {
      await closeMembers(members.values());
      throw error;
    }
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

/** The members that a file names, which is each at most once. */
function namesIn(text: string): readonly MemberName[] {
  const names = text.split(" ");
  const isMember = (name: string, place: number): name is MemberName =>
    Object.hasOwn(memberKinds, name) && names.indexOf(name) === place;
  if (names.every(isMember)) return names;
  throw modelDamage(kind, descriptionName, `it names the members "${text}"`);
}

function checkColumns({ columns }: TreeEnsemble, { names }: TrainedOn, members: ReadonlyMap<string, Member>): void {
  const given = [...members.values()].reduce((sum, member) => sum + member.names.length, names.length);
  if (columns === given) return;
  throw modelDamage(kind, treesFile, `its trees read ${columns} columns, features and members give ${given}`);
}

/** Queries that differ in nothing but letters' case and spaces are in one fold, as they are in one part of a split by queries. */
function foldsOfQueries({ texts, query }: PairTexts, { folds }: RelevanceConfig, { seed }: TrainingRun): Uint8Array {
  const hashes = new Map(Array.from(new Set(query), (place) => [place, queryHash(texts[place]!.raw)]));
  return foldsByKey(
    Array.from(query, (place) => hashes.get(place)!),
    folds,
    seed,
  );
}

async function fitMembers(rows: TrainingRows, folds: Uint8Array, config: RelevanceConfig, run: TrainingRun) {
  const names = memberNames.filter((name) => name !== "sentences" || config.encoder !== "");
  const fitted = new Map<MemberName, FittedMember>();
  try {
    for (const [i, name] of names.entries()) {
      const share = partialRun(run, i / names.length, (i + 1) / names.length);
      fitted.set(name, await memberKinds[name].fit(rows, folds, config, share));
    }
  } catch (error) {
    await closeMembers(Array.from(fitted.values(), ({ member }) => member));
    throw error;
  }
  return fitted;
}

/** Validation rows with the columns of all members, for the trees to stop by; undefined where there are none. */
async function watchedRows(rows: TrainingRows, members: ReadonlyMap<string, Member>) {
  if (rows.count === 0) return undefined;
  return { ...(await stackMembers(rows, [...members.values()])), targets: rows.grades };
}
