import type { AvroType } from "../../schemas/generate/typescript.ts";
import { parseTime } from "../replay/event-time.ts";
import { Unfit, unfit } from "./unfit.ts";

/**
 * A JSON value as a schema has it, with defaults where a field is left out. A time may be ISO 8601 or an epoch; a text may be a whole number, as
 * ids often are. Throws Unfit for what does not fit, and for a field that the schema has not.
 */
export function jsonValue(schema: AvroType, given: unknown, path: string): unknown {
  if (Array.isArray(schema)) return unionValue(schema as readonly AvroType[], given, path);
  if (typeof schema === "string") return primitiveValue(schema, given, path);
  const complex = schema as Exclude<AvroType, string | readonly AvroType[]>;
  if (complex.logicalType === "timestamp-millis") return timeValue(given, path);
  if (complex.type === "record") return recordValue(complex, given, path);
  if (complex.type === "array") return listValue(complex.items!, given, path);
  if (complex.type === "map") return mapValue(complex.values!, given, path);
  return primitiveValue(complex.type, given, path);
}

type Named = Exclude<AvroType, string | readonly AvroType[]>;
type Field = NonNullable<Named["fields"]>[number];

/** Of the unions that there are, each is null or one other. */
function unionValue(members: readonly AvroType[], given: unknown, path: string): unknown {
  if (given === null) return null;
  return jsonValue(members.find((member) => member !== "null")!, given, path);
}

function recordValue({ fields = [] }: Named, given: unknown, path: string): unknown {
  const values = objectOf(given, path);
  for (const name of Object.keys(values)) {
    if (!fields.some((field) => field.name === name)) throw new Unfit(stranger(name, fields, path));
  }
  return Object.fromEntries(fields.map((field) => [field.name, fieldValue(field, values, path)]));
}

function fieldValue(field: Field, values: JsonObject, path: string): unknown {
  const given = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const where = path === "" ? field.name : `${path}.${field.name}`;
  if (given === undefined || (given === null && field.default !== undefined)) {
    if (field.default !== undefined) return field.default;
    throw new Unfit(`field "${where}" is missing; give ${wanted(field.type)}`);
  }
  return jsonValue(field.type, given, where);
}

function stranger(name: string, fields: readonly Field[], path: string): string {
  const where = path === "" ? name : `${path}.${name}`;
  const meant = fields.find((field) => plain(field.name) === plain(name));
  if (meant !== undefined) return `field "${where}" is not known; write it "${meant.name}"`;
  const names = fields.map((field) => field.name).join(", ");
  const remedy = fields.some((field) => field.name === "attributes")
    ? 'put it into "attributes", or leave it out'
    : "leave it out";
  return `field "${where}" is not known; ${remedy}: there are ${names}`;
}

/** A name however its words are joined. */
function plain(name: string): string {
  return name.replaceAll(/[_\s-]/g, "").toLowerCase();
}

function listValue(items: AvroType, given: unknown, path: string): unknown {
  if (!Array.isArray(given)) throw unfit(path, given, "a list");
  return given.map((item, place) => jsonValue(items, item, `${path}[${place}]`));
}

function mapValue(values: AvroType, given: unknown, path: string): unknown {
  const entries = Object.entries(objectOf(given, path));
  return Object.fromEntries(entries.map(([name, value]) => [name, attribute(values, value, `${path}.${name}`)]));
}

/** What a shop says beside the fields is text here, whatever it is there. */
function attribute(values: AvroType, given: unknown, path: string): unknown {
  if (values !== "string") return jsonValue(values, given, path);
  return typeof given === "number" || typeof given === "boolean"
    ? String(given)
    : primitiveValue("string", given, path);
}

/** The fields of a JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isObject(given: unknown): given is JsonObject {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}

/** A JSON value that has to be an object. Throws Unfit. */
export function objectOf(given: unknown, path: string): JsonObject {
  if (isObject(given)) return given;
  throw unfit(path, given, "an object");
}

function timeValue(given: unknown, path: string): number {
  const time = parseTime(given);
  if (Number.isNaN(time)) throw unfit(path, given, aTime);
  return time;
}

const aTime = "a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970";

const largestInt = 2 ** 31 - 1;

function primitiveValue(type: string, given: unknown, path: string): unknown {
  const isWhole = Number.isSafeInteger(given);
  if (type === "string" && typeof given === "string") return given;
  if (type === "string" && isWhole) return String(given);
  if (type === "double" && typeof given === "number") return given;
  if (type === "int" && isWhole && Math.abs(given as number) <= largestInt) return given;
  throw unfit(path, given, wanted(type));
}

const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  double: "a number",
  int: "a whole number",
  array: "a list",
  map: "an object",
};

function wanted(type: AvroType): string {
  if (typeof type === "string") return kinds[type]!;
  const complex = type as Named;
  return complex.logicalType === undefined ? kinds[complex.type]! : aTime;
}
