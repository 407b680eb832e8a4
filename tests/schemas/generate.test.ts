import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { generatedPath, generateEvents } from "../../schemas/generate/events-file.ts";
import { type AvroType, generateTypes } from "../../schemas/generate/typescript.ts";
import { topicNames } from "../../schemas/topics.ts";

test("generateEvents: the file on disk is current", () => {
  expect(readFileSync(generatedPath, "utf8"), "it is not: run npm run generate").toBe(generateEvents());
});

test("generateTypes: one interface per record, with its docs", () => {
  const colour = {
    type: "record",
    name: "Colour",
    doc: "A colour.",
    fields: [{ name: "red", type: "int", doc: "Red." }],
  };
  const fields = [
    { name: "main", type: colour, doc: "Main one." },
    { name: "others", type: { type: "array", items: "Colour" }, doc: "Others." },
    { name: "time", type: { type: "long", logicalType: "timestamp-millis" }, doc: "When." },
    { name: "note", type: ["null", "string"], doc: "Note." },
    { name: "more", type: { type: "map", values: "string" }, doc: "More." },
  ];
  expect(generateTypes([{ type: "record", name: "Paint", doc: "A paint.", fields }])).toBe(`/** A colour. */
export interface Colour {
  /** Red. */
  readonly red: number;
}

/** A paint. */
export interface Paint {
  /** Main one. */
  readonly main: Colour;
  /** Others. */
  readonly others: readonly Colour[];
  /** When. */
  readonly time: number;
  /** Note. */
  readonly note: string | null;
  /** More. */
  readonly more: Readonly<Record<string, string>>;
}
`);
});

test("generateTypes: a field without a doc and two records of one name are refused", () => {
  const record = (name: string, doc: string): AvroType => ({
    type: "record",
    name: "Thing",
    doc: "A thing.",
    fields: [{ name, type: "int", doc }],
  });
  expect(() => generateTypes([record("size", "")])).toThrow('field "Thing.size" has no doc');
  expect(() => generateTypes([record("size", "Size."), record("length", "Length.")])).toThrow(
    'two different records are named "Thing"',
  );
});

/** Paths of the records and fields of a schema that have no doc. */
function undocumented(type: unknown, path: string): readonly string[] {
  if (typeof type !== "object" || type === null) return [];
  if (Array.isArray(type)) return type.flatMap((member) => undocumented(member, path));
  const {
    doc,
    fields = [],
    items,
    values,
  } = type as { doc?: string; fields?: object[]; items?: unknown; values?: unknown };
  const isRecord = "fields" in type;
  return [
    ...(isRecord && !doc ? [path] : []),
    ...fields.flatMap((field) => undocumentedField(field as { name: string; doc?: string; type: unknown }, path)),
    ...undocumented(items, path),
    ...undocumented(values, path),
  ];
}

function undocumentedField(field: { name: string; doc?: string; type: unknown }, path: string): readonly string[] {
  const own = `${path}.${field.name}`;
  return [...(field.doc ? [] : [own]), ...undocumented(field.type, own)];
}

describe.for(topicNames)("schema file of %s", (topic) => {
  test("every record and field has a doc", () => {
    const schema = JSON.parse(readFileSync(`schemas/topics/${topic}.avsc`, "utf8")) as unknown;
    expect(undocumented(schema, topic)).toEqual([]);
  });
});

test("undocumented: finds a field without a doc at any depth", () => {
  const inner = { type: "record", name: "In", fields: [{ name: "deep", type: "int" }] };
  const fields = [{ name: "list", doc: "A list.", type: { type: "array", items: ["null", inner] } }];
  const schema = { type: "record", name: "Out", doc: "Out.", fields };
  expect(undocumented(schema, "out")).toEqual(["out.list", "out.list.deep"]);
});
