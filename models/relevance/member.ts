import type { Artifact } from "../../schemas/artifact.ts";
import type { FeatureRows, Surroundings, TrainingRows, TrainingRun } from "../model.ts";
import type { RelevanceConfig } from "./relevance-config.ts";

/** A model within the champion: what it says of a pair is one more column, or more, for the trees. */
export interface Member {
  /** What its columns say, in words. */
  readonly names: readonly string[];
  /** The pretrained encoder that it compares vectors of, by the name of its weights. */
  readonly encoder?: string;
  /** `count` × `names.length` values, row by row. Throws MODEL_MISMATCH when the rows lack what it reads. */
  columns(rows: FeatureRows): Promise<Float32Array>;
  /** Its files; no two members have files of the same name. */
  save(): Artifact;
  close(): Promise<void>;
}

/** A member that has learned, and its columns for the very rows it learned from. */
export interface FittedMember {
  readonly member: Member;
  /** What it says of each training row when it has not learned from that row's fold, row by row. */
  readonly outOfFold: Float32Array;
}

/** A way to make a member. */
export interface MemberKind {
  /** `folds` has the fold of each row, counted from 0; a query is in one fold. */
  fit(rows: TrainingRows, folds: Uint8Array, config: RelevanceConfig, run: TrainingRun): Promise<FittedMember>;
  /** Throws DATA_DAMAGED when the artifact holds no such member. */
  load(artifact: Artifact, surroundings: Surroundings): Promise<Member>;
}

/** Closes all of them, also when one can't be; then the first one's error is thrown. */
export async function closeMembers(members: Iterable<Member>): Promise<void> {
  const closed = await Promise.allSettled(Array.from(members, (member) => member.close()));
  for (const outcome of closed) if (outcome.status === "rejected") throw outcome.reason;
}
