import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type AvroType, generateTypes } from "./typescript.ts";

const topicsFolder = "schemas/topics";
const historyFolder = join(topicsFolder, "history");

/** Where the generated file stands, from the repository's root. */
export const generatedPath = "schemas/generated/events.ts";

/** The text of the generated file, from the `.avsc` files of the working folder. */
export function generateEvents(): string {
  const current = readSchemas(topicsFolder);
  const history = readSchemas(historyFolder);
  const versions = [...current.keys()].map((topic) => [topic, versionsOf(topic, history).map(([, schema]) => schema)]);
  return [
    "// Generated from schemas/topics by `npm run generate`; do not edit.",
    "",
    generateTypes([...current.values()]),
    "/** The current Avro schema of each topic. */",
    `export const currentSchemas = ${JSON.stringify(Object.fromEntries(current))} as const;`,
    "",
    "/** Every released version of each topic's schema, oldest first; a reader understands them all. */",
    `export const releasedSchemas = ${JSON.stringify(Object.fromEntries(versions))} as const;`,
    "",
  ].join("\n");
}

/** Keeps each schema that differs from its newest version as the next one; returns the paths written. */
export function releaseVersions(): readonly string[] {
  const history = readSchemas(historyFolder);
  const written: string[] = [];
  for (const [topic, schema] of readSchemas(topicsFolder)) {
    const newest = versionsOf(topic, history).at(-1);
    if (newest !== undefined && JSON.stringify(newest[1]) === JSON.stringify(schema)) continue;
    const path = join(historyFolder, `${topic}.${(newest?.[0] ?? 0) + 1}.avsc`);
    writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`);
    written.push(path);
  }
  return written;
}

/** The numbered versions of one topic's schema, oldest first. */
function versionsOf(topic: string, history: ReadonlyMap<string, AvroType>): readonly (readonly [number, AvroType])[] {
  return [...history]
    .filter(([name]) => name.slice(0, name.lastIndexOf(".")) === topic)
    .map(([name, schema]) => [Number(name.slice(name.lastIndexOf(".") + 1)), schema] as const)
    .sort((a, b) => a[0] - b[0]);
}

/** Schemas of a folder by file name without its ending. */
function readSchemas(folder: string): Map<string, AvroType> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".avsc"))
    .sort();
  return new Map(files.map((file) => [file.slice(0, -".avsc".length), readSchema(join(folder, file))]));
}

function readSchema(path: string): AvroType {
  return JSON.parse(readFileSync(path, "utf8")) as AvroType;
}
