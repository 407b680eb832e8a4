import type { Choices } from "../../models/two-tower/choices.ts";
import type { TestVisitor } from "./judge-recommender.ts";

/** Visitors with what they chose, each product once, in order of their first choice. */
export function testVisitors({ users, items }: Choices, names: readonly string[]): readonly TestVisitor[] {
  const chosen = new Map<number, Set<number>>();
  for (const [choice, user] of users.entries()) {
    const own = chosen.get(user);
    if (own === undefined) chosen.set(user, new Set([items[choice]!]));
    else own.add(items[choice]!);
  }
  return [...chosen].map(([user, own]) => ({ name: names[user]!, chosen: Int32Array.from(own) }));
}
