/** Something that happened to a member of a group, for those who count it. */
export interface GroupEvent {
  /**
   * `joined`: the member was given its partitions. `rebalancing`: they are shared out anew. `committed`: outputs and position of a batch are
   * kept. `aborted`: they could not be, and are tried again. `fenced`: they could not be because another member has the partition by now.
   */
  readonly kind: "joined" | "rebalancing" | "committed" | "aborted" | "fenced";
  readonly topic: string;
  readonly group: string;
  /** Left out where all of them are concerned. */
  readonly partition?: number;
}
