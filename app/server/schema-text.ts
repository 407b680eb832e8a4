/** A JSON schema, as far as the API uses it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly [keyword: string]: unknown;
}

/** A schema for a person, one field a line: `title: string, up to 500 characters   // what it means`. */
export function schemaText(schema: Schema, indent = ""): string {
  if (schema.properties !== undefined) return objectText(schema, indent);
  if (schema.items !== undefined) return `${limitsText(schema)}list of ${schemaText(schema.items, indent)}`;
  if (typeof schema.additionalProperties === "object")
    return `{ [name]: ${schemaText(schema.additionalProperties, indent)} }`;
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const types = [schema.type ?? "anything"].flat().join(" | ");
  return `${types}${limitsText(schema)}`;
}

function objectText({ properties = {}, required = [], additionalProperties }: Schema, indent: string): string {
  const inner = `${indent}  `;
  const lines = Object.entries(properties).map(([name, field]) => {
    const optional = required.includes(name) ? "" : "?";
    const about = field.description === undefined ? "" : `   // ${field.description}`;
    return `${inner}${name}${optional}: ${schemaText(field, inner)}${about}`;
  });
  if (additionalProperties === true) lines.push(`${inner}…: anything more`);
  return `{\n${lines.join("\n")}\n${indent}}`;
}

function limitsText({ minItems, maxItems, maxLength, minimum, maximum }: Schema): string {
  if (maxItems !== undefined) return `${minItems ?? 0} to ${maxItems}: `;
  if (maxLength !== undefined) return `, up to ${maxLength} characters`;
  const bounds = [minimum !== undefined && `from ${minimum}`, maximum !== undefined && `to ${maximum}`].filter(Boolean);
  return bounds.length === 0 ? "" : `, ${bounds.join(" ")}`;
}
