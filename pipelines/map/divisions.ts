import type { CategorySeparation } from "../../schemas/separation.ts";

/** One way to divide products into groups. */
export interface Division {
  readonly by: CategorySeparation["by"];
  /** Of each product, its place in `names`, or -1. */
  readonly groups: Int32Array;
  readonly names: readonly string[];
}

/** By departments, where categories are paths, and by categories: the coarsest first. */
export function divisionsOf(categories: readonly (string | null)[]): readonly Division[] {
  const departments = categories.map((category) => category && category.split(">", 1)[0]!.trim());
  const whole = divide("category", categories);
  return departments.every((department, i) => department === categories[i])
    ? [whole]
    : [divide("department", departments), whole];
}

function divide(by: Division["by"], namesOf: readonly (string | null)[]): Division {
  const names = [...new Set(namesOf)].filter((name) => name !== null).sort();
  const places = new Map<string | null, number>(names.map((name, place) => [name, place]));
  return { by, names, groups: Int32Array.from(namesOf, (name) => places.get(name) ?? -1) };
}
