import type { Artifact } from "../../schemas/artifact.ts";
import { descriptionName, modelDamage } from "../baselines/model-file.ts";
import type { PairTexts, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import { partialRun } from "../partial-run.ts";
import { queryHash } from "../seen-queries.ts";
import { textsOf } from "../texts-of.ts";
import { foldsByKey } from "./folds.ts";
import { closeMembers, type FittedMember, type Member, type MemberKind } from "./member.ts";
import { pairRidgeMember } from "./members/pair-ridge.ts";
import { sentenceLikeness } from "./members/sentence-likeness.ts";
import { wordSimilarity } from "./members/word-similarity.ts";
import { isWithout, kind, type PartBeside, type RelevanceConfig } from "./relevance-config.ts";

/** Every member, by the name that it has in the files and is left out by. */
const memberKinds = {
  "ridge-words": pairRidgeMember("words"),
  "ridge-characters": pairRidgeMember("characters"),
  "word-similarity": wordSimilarity,
  sentences: sentenceLikeness,
} as const satisfies { readonly [name in Exclude<PartBeside, "memory">]: MemberKind };

/** The name of a member. */
export type MemberName = keyof typeof memberKinds;

/** A member, and its columns for the rows to learn from and for those to choose by. */
export interface StackedMember extends FittedMember {
  readonly validation: Float32Array;
}

/** Members by name, in the order of their columns. */
export type StackedMembers = ReadonlyMap<MemberName, StackedMember>;

/** Fits all members that are not left out; a query is in one fold. Throws what fitting throws, once all that were opened are closed. */
export async function fitMembers(
  rows: TrainingRows,
  config: RelevanceConfig,
  run: TrainingRun,
): Promise<StackedMembers> {
  const folds = foldsOfQueries(textsOf(kind, rows), config, run);
  const names = (Object.keys(memberKinds) as MemberName[])
    .filter((name) => !isWithout(config, name))
    .filter((name) => name !== "sentences" || config.encoder !== "");
  const fitted = new Map<MemberName, FittedMember>();
  const stacked = new Map<MemberName, StackedMember>();
  try {
    for (const [i, name] of names.entries()) {
      const share = partialRun(run, i / names.length, (i + 1) / names.length);
      fitted.set(name, await memberKinds[name].fit(rows, folds, config, share));
    }
    for (const [name, { member, outOfFold }] of fitted) {
      const validation = run.validation.count > 0 ? await member.columns(run.validation) : new Float32Array();
      stacked.set(name, { member, outOfFold, validation });
    }
  } catch (error) {
    await closeMembers(Array.from(fitted.values(), ({ member }) => member));
    throw error;
  }
  return stacked;
}

/** Loads the members that a file names, each at most once, into `members`. Throws DATA_DAMAGED; those loaded before that are then in there. */
export async function loadMembers(
  text: string,
  artifact: Artifact,
  surroundings: Surroundings,
  members: Map<string, Member>,
): Promise<void> {
  const names = text.split(" ").filter((name) => name !== "");
  const isMember = (name: string, place: number): name is MemberName =>
    Object.hasOwn(memberKinds, name) && names.indexOf(name) === place;
  if (!names.every(isMember)) throw modelDamage(kind, descriptionName, `it names the members "${text}"`);
  for (const name of names) members.set(name, await memberKinds[name].load(artifact, surroundings));
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
