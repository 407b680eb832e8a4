import { type Cursor, readLong, skipBytes, Unsound } from "./avro-cursor.ts";
import type { AvroType } from "./generate/typescript.ts";

/** Says what is wrong with an Avro body, or undefined when it is sound: every length fits, and it ends where its bytes end. */
export type BodyCheck = (body: Uint8Array) => string | undefined;

/**
 * The check of one schema. It walks over the bytes without making anything of them, in time and memory bounded by their
 * number; the Avro library itself believes a corrupted count and loops over it, or makes an array of that size.
 */
export function makeBodyCheck(schema: AvroType): BodyCheck {
  const skip = makeSkip(schema, new Map());
  return (body) => {
    const cursor: Cursor = { body, at: 0, field: "" };
    try {
      skip(cursor);
      if (cursor.at < body.length) return `${body.length - cursor.at} bytes follow after its end`;
      return undefined;
    } catch (fault) {
      if (fault instanceof Unsound) return `field "${cursor.field}" ${fault.message}`;
      throw fault;
    }
  };
}

/** Moves the cursor over one value, or throws Unsound. */
type Skip = (cursor: Cursor) => void;

const primitives: Readonly<Record<string, Skip>> = {
  null: () => undefined,
  boolean(cursor) {
    const value = cursor.body[cursor.at];
    skipBytes(cursor, 1);
    if (value! > 1) throw new Unsound(`holds ${value} where 0 or 1 belongs`);
  },
  int(cursor) {
    const value = readLong(cursor);
    if (value !== (value | 0)) throw new Unsound(`holds ${value}, more than 32 bits`);
  },
  long: readLong,
  float: (cursor) => skipBytes(cursor, 4),
  double: (cursor) => skipBytes(cursor, 8),
  string: (cursor) => skipBytes(cursor, readLong(cursor)),
  bytes: (cursor) => skipBytes(cursor, readLong(cursor)),
};

function makeSkip(type: AvroType, named: Map<string, Skip>): Skip {
  if (typeof type === "string") return primitives[type] ?? lookUp(type, named);
  if (Array.isArray(type)) return unionSkip((type as readonly AvroType[]).map((member) => makeSkip(member, named)));
  const complex = type as Exclude<AvroType, string | readonly AvroType[]>;
  if (complex.type === "array" && complex.items === "float") return blocksSkip(primitives.float!, 4);
  if (complex.type === "array") return blocksSkip(makeSkip(complex.items!, named));
  if (complex.type === "map") return blocksSkip(inTurn([primitives.string!, makeSkip(complex.values!, named)]));
  if (complex.type === "enum") return remember(complex.name!, enumSkip(complex.symbols!.length), named);
  if (complex.type === "fixed") return remember(complex.name!, (cursor) => skipBytes(cursor, complex.size!), named);
  if (complex.type !== "record") return makeSkip(complex.type, named);
  const fields: Skip[] = [];
  const skip = remember(complex.name!, inTurn(fields), named); // first the name: a record may hold itself
  fields.push(...complex.fields!.map((field) => fieldSkip(field.name, makeSkip(field.type, named))));
  return skip;
}

/** Keeps a named type under its name and under that without its namespace. */
function remember(name: string, skip: Skip, named: Map<string, Skip>): Skip {
  named.set(withoutNamespace(name), skip).set(name, skip);
  return skip;
}

function withoutNamespace(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function lookUp(name: string, named: ReadonlyMap<string, Skip>): Skip {
  const skip = named.get(name) ?? named.get(withoutNamespace(name));
  if (skip === undefined) throw new Error(`the body check does not know the schema type "${name}"; teach it`);
  return skip;
}

function fieldSkip(name: string, skip: Skip): Skip {
  return (cursor) => {
    cursor.field = name;
    skip(cursor);
  };
}

function inTurn(skips: readonly Skip[]): Skip {
  return (cursor) => {
    for (const skip of skips) skip(cursor);
  };
}

function unionSkip(members: readonly Skip[]): Skip {
  return (cursor) => {
    const index = readLong(cursor);
    const member = members[index];
    if (member === undefined) throw new Unsound(`is of kind ${index}, of which there are ${members.length}`);
    member(cursor);
  };
}

function enumSkip(symbols: number): Skip {
  return (cursor) => {
    const index = readLong(cursor);
    if (index < 0 || index >= symbols) throw new Unsound(`is symbol ${index} of an enum of ${symbols}`);
  };
}

/**
 * Arrays and maps: blocks of a count and so many items, ended by a count of 0. A negative count is followed by the block's size. Items that all
 * have as many bytes are passed over at once.
 */
function blocksSkip(item: Skip, bytesOfEach?: number): Skip {
  return (cursor) => {
    for (let count = readLong(cursor); count !== 0; count = readLong(cursor)) {
      if (count < 0) readLong(cursor);
      const items = Math.abs(count);
      // An item has at least one byte: schemas whose items have none are not for this check.
      const left = cursor.body.length - cursor.at;
      if (items > left) throw new Unsound(`says it has ${items} items where ${left} bytes are left`);
      if (bytesOfEach !== undefined) skipBytes(cursor, items * bytesOfEach);
      else for (let index = 0; index < items; index += 1) item(cursor);
    }
  };
}
