/**
 * The fields of a schema that a registry's message points at, such as `products.price` for `/fields/6/type/items/fields/5`, each once.
 * Registries point from the schema's root; what leads nowhere is left out.
 */
export function fieldsNamed(message: string, schema: object): readonly string[] {
  const pointers = message.match(/(?:\/\w+)*\/fields\/\d+(?:\/\w+)*/g) ?? [];
  const names = pointers.map((pointer) => nameAt(schema, pointer.split("/").slice(1)));
  return [...new Set(names.filter((name) => name !== ""))];
}

function nameAt(schema: object, steps: readonly string[]): string {
  const names: string[] = [];
  let at: unknown = schema;
  for (const [i, step] of steps.entries()) {
    at = at !== null && typeof at === "object" ? (at as Record<string, unknown>)[step] : undefined;
    if (steps[i - 1] === "fields" && isNamed(at)) names.push(at.name);
  }
  return names.join(".");
}

function isNamed(value: unknown): value is { readonly name: string } {
  return typeof (value as { readonly name?: unknown } | undefined)?.name === "string";
}
