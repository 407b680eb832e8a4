import { type Choices, choiceKinds } from "../../models/two-tower/choices.ts";
import type { TwoTowerConfig } from "../../models/two-tower/two-tower-config.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { TestVisitor } from "./judge-recommender.ts";

/** Whether a model is to foresee choices of a kind: where each kind is learned, those that it serves alone. */
export function isForeseen({ tasks, serves }: Pick<TwoTowerConfig, "tasks" | "serves">, type: string): boolean {
  return tasks === "one" || type === serves;
}

/**
 * Visitors with what they chose of what a model is to foresee, each product once, in order of their first choice. Throws TRAINING_IMPOSSIBLE where there is none to
 * measure by.
 */
export function testVisitors(
  { users, items, kinds }: Choices,
  names: readonly string[],
  config: Pick<TwoTowerConfig, "tasks" | "serves">,
): readonly TestVisitor[] {
  const chosen = new Map<number, Set<number>>();
  for (const [choice, user] of users.entries()) {
    if (!isForeseen(config, choiceKinds[kinds?.[choice] ?? choiceKinds.length] ?? "")) continue;
    const own = chosen.get(user);
    if (own === undefined) chosen.set(user, new Set([items[choice]!]));
    else own.add(items[choice]!);
  }
  if (chosen.size === 0)
    throw new TwinstreamError(
      "TRAINING_IMPOSSIBLE",
      `the days to measure by have no ${config.serves}, which the model is to recommend for; give more days, or --set serves=click`,
    );
  return [...chosen].map(([user, own]) => ({ name: names[user]!, chosen: Int32Array.from(own) }));
}
