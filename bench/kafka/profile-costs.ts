import type { Profiler } from "node:inspector";

/** A kind of work, and which functions do it: their names, or parts of their files' addresses. What they call, they do. */
export interface Work {
  readonly name: string;
  readonly functions?: readonly string[];
  readonly files?: readonly string[];
}

const idle = "(idle)";

/**
 * Shares of the time that a profiled thread worked, by kind of work; they add up to 1. A sample belongs to the kind that is met last on the way
 * from the outermost function to the one at work; `otherwise` takes what no kind claims.
 */
export function shareOfWork(
  profile: Pick<Profiler.Profile, "nodes" | "samples" | "timeDeltas">,
  works: readonly Work[],
  otherwise: string,
): ReadonlyMap<string, number> {
  const kinds = kindsOf(profile.nodes, works, otherwise);
  const spent = new Map<string, number>();
  let total = 0;
  for (const [i, node] of (profile.samples ?? []).entries()) {
    const kind = kinds.get(node)!;
    if (kind === idle) continue;
    const time = profile.timeDeltas![i]!;
    spent.set(kind, (spent.get(kind) ?? 0) + time);
    total += time;
  }
  return new Map([...spent].map(([kind, time]) => [kind, time / total]));
}

/** The kind of each node. A profile names parents before their children. */
function kindsOf(
  nodes: readonly Profiler.ProfileNode[],
  works: readonly Work[],
  otherwise: string,
): ReadonlyMap<number, string> {
  const kinds = new Map<number, string>();
  for (const { id, callFrame, children = [] } of nodes) {
    const own = callFrame.functionName === idle ? idle : works.find((work) => does(work, callFrame))?.name;
    const kind = own ?? kinds.get(id) ?? otherwise;
    kinds.set(id, kind);
    for (const child of children) kinds.set(child, kind);
  }
  return kinds;
}

function does({ functions = [], files = [] }: Work, { functionName, url }: Profiler.ProfileNode["callFrame"]): boolean {
  return functions.includes(functionName) || files.some((part) => url.includes(part));
}
