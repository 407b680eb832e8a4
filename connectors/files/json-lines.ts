import { maxRecordCharacters, type Row, type RowReader } from "./row.ts";

/** How the lines of a file hold its rows: an object a line, an action line before each document, or `index<TAB>object`. */
export type LineShape = "plain" | "bulk" | "indexed";

/**
 * Rows of JSON lines. In the shapes of OpenSearch dumps the index is kept as `_index` and the document's id as `_id`.
 * A line that holds no object becomes an error; the lines after it are read.
 */
export class JsonLines implements RowReader {
  readonly #shape: LineShape;
  #rest = "";
  #line = 0;
  #isSkipping = false;
  /** What the action line before said of the document that follows. */
  #action: Readonly<Record<string, unknown>> | undefined;

  constructor(shape: LineShape) {
    this.#shape = shape;
  }

  feed(text: string): readonly Row[] {
    const lines = (this.#rest + text).split("\n");
    this.#rest = lines.pop()!;
    const rows = lines.flatMap((line) => this.#take(line));
    if (this.#rest.length > maxRecordCharacters) {
      if (!this.#isSkipping)
        rows.push({ line: this.#line + 1, error: `the line is longer than ${maxRecordCharacters} characters` });
      this.#rest = "";
      this.#isSkipping = true;
    }
    return rows;
  }

  finish(): readonly Row[] {
    const rows = this.#rest === "" && !this.#isSkipping ? [] : this.#take(this.#rest);
    return this.#action === undefined
      ? rows
      : [...rows, { line: this.#line, error: "no document follows the last action line" }];
  }

  #take(line: string): readonly Row[] {
    this.#line++;
    const isSkipped = this.#isSkipping;
    this.#isSkipping = false;
    if (isSkipped || line.trim() === "") return [];
    if (this.#shape === "indexed") return [this.#indexed(line)];
    const parsed = parseObject(line);
    if ("error" in parsed) return [this.#broken(parsed.error)];
    return this.#shape === "bulk" ? this.#bulk(parsed.values) : [{ line: this.#line, values: parsed.values }];
  }

  #broken(error: string): Row {
    this.#action = undefined;
    return { line: this.#line, error };
  }

  #indexed(line: string): Row {
    const tab = line.indexOf("\t");
    if (tab < 0) return this.#broken("no tab stands between the name of an index and its document");
    const parsed = parseObject(line.slice(tab + 1));
    if ("error" in parsed) return this.#broken(parsed.error);
    return { line: this.#line, values: { ...parsed.values, _index: line.slice(0, tab).trim() } };
  }

  #bulk(values: Readonly<Record<string, unknown>>): readonly Row[] {
    const action = actionOf(values);
    const earlier = this.#action;
    this.#action = action;
    if (action === undefined)
      return [{ line: this.#line, values: earlier === undefined ? values : { ...values, ...earlier } }];
    return earlier === undefined ? [] : [{ line: this.#line - 1, error: "no document follows this action line" }];
  }
}

/** The shape of the lines that a text begins with; undefined when they are not JSON lines. */
export function lineShape(head: string): LineShape | undefined {
  const lines = head
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(0, 20);
  if (lines.length === 0) return undefined;
  if (isMost(lines, (line) => /^[\w.-]+\t\s*\{/.test(line))) return "indexed";
  const first = parseObject(lines[0]!);
  if ("values" in first && actionOf(first.values) !== undefined) return "bulk";
  // Most lines, because the first may be the broken one; the last may be cut by the end of the head, so a beginning is enough there.
  const isObject = (line: string) => /^\s*\{.*\}\s*$/.test(line) || (line === lines.at(-1) && /^\s*\{\s*"/.test(line));
  return "values" in first || isMost(lines, isObject) ? "plain" : undefined;
}

/** The object that a text holds, or why it holds none. */
export function parseObject(
  text: string,
): { readonly values: Readonly<Record<string, unknown>> } | { readonly error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { error: `not JSON: ${(error as Error).message.slice(0, 200)}` };
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return { values: value as Record<string, unknown> };
  return { error: "not a JSON object" };
}

function actionOf(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const [name, ...others] = Object.keys(values);
  if (others.length > 0 || (name !== "index" && name !== "create")) return undefined;
  const action = values[name];
  if (typeof action !== "object" || action === null) return undefined;
  const { _index, _id } = action as Record<string, unknown>;
  return { ...(_index === undefined ? {} : { _index }), ...(_id === undefined ? {} : { _id }) };
}

function isMost(lines: readonly string[], holds: (line: string) => boolean): boolean {
  return lines.filter(holds).length * 2 > lines.length;
}
