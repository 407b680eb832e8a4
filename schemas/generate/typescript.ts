/** The parts of an Avro schema that the generator understands. */
export type AvroType = string | readonly AvroType[] | AvroNamed;
interface AvroNamed {
  readonly type: string;
  readonly logicalType?: string;
  readonly name?: string;
  readonly doc?: string;
  readonly items?: AvroType;
  readonly values?: AvroType;
  readonly fields?: readonly AvroField[];
  /** Of an enum, and of a fixed: found in the schemas of others alone. */
  readonly symbols?: readonly string[];
  readonly size?: number;
}
interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
}

const primitives: Readonly<Record<string, string>> = {
  null: "null",
  boolean: "boolean",
  int: "number",
  long: "number",
  float: "number",
  double: "number",
  string: "string",
  bytes: "Buffer",
};

/**
 * TypeScript interfaces for some Avro record schemas, nested records included, each once.
 * Throws when two records share a name but not a definition, or when a field has no doc.
 */
export function generateTypes(schemas: readonly AvroType[]): string {
  const interfaces = new Map<string, string>();
  for (const schema of schemas) typeName(schema, interfaces);
  return [...interfaces.values()].join("\n");
}

/** The TypeScript type of one Avro type; records met on the way are added to `interfaces`. */
function typeName(type: AvroType, interfaces: Map<string, string>): string {
  if (typeof type === "string") return primitives[type] ?? type;
  if (isUnion(type)) return [...type.map((member) => typeName(member, interfaces))].reverse().join(" | ");
  if (type.type === "array" && type.items === "float") return "Float32Array";
  if (type.type === "array") return `readonly ${typeName(type.items!, interfaces)}[]`;
  if (type.type === "map") return `Readonly<Record<string, ${typeName(type.values!, interfaces)}>>`;
  if (type.type !== "record") return typeName(type.type, interfaces);
  const name = type.name!;
  const text = recordText(type, interfaces);
  const known = interfaces.get(name);
  if (known !== undefined && known !== text) throw new Error(`two different records are named "${name}"; rename one`);
  interfaces.set(name, text);
  return name;
}

function recordText(record: AvroNamed, interfaces: Map<string, string>): string {
  const fields = record.fields!.map((field) => {
    if (!field.doc) throw new Error(`field "${record.name}.${field.name}" has no doc; say what it is`);
    return `  /** ${field.doc} */\n  readonly ${field.name}: ${typeName(field.type, interfaces)};`;
  });
  return `/** ${record.doc} */\nexport interface ${record.name} {\n${fields.join("\n")}\n}\n`;
}

function isUnion(type: AvroType): type is readonly AvroType[] {
  return Array.isArray(type);
}
