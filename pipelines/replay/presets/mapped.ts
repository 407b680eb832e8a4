import { createHash } from "node:crypto";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { parseTime } from "../event-time.ts";
import type { ImportRun, LabelRange, Pair, Preset, Reading, RowValues } from "../preset.ts";
import { numberOrNull, textOf, textOrNull } from "../values.ts";

/** The fields that a column can be mapped to, and what they say. */
const mappedFields = {
  query: "what was searched",
  product_id: "the product's id; made from the title where there is none",
  title: "the product's title; from the catalog where there is none",
  grade: "how relevant the product was judged: rows become labels, and the label range must be given",
  time: "when: ISO 8601 or epoch",
  session_id: "the visit: rows of different visits are different searches",
  user_id: "the visitor",
  position: "place in the result list; the order of the rows where there is none",
  brand: "the product's brand",
  category: "the product's category",
  price: "the product's price",
  picture: "the product's picture: a path in the folder of pictures, or an address",
  event_id: "the search's or interaction's own id",
  refers_to: "id of an earlier search: rows with a grade become late labels",
  type: "click, cart, order: rows become interactions",
  quantity: "how many were put in the cart or ordered",
} as const;

type Field = keyof typeof mappedFields;
type ColumnMap = Readonly<Partial<Record<Field, string>>>;
type Cell = (field: Field) => unknown;

/**
 * A preset for any file, from the column of each field. What is mapped decides what rows become: with `grade` labels; with neither query nor type a change of
 * the catalog; with `type`, or a product without a title, interactions (clicks unless `type` says otherwise); else searches. Throws WRONG_USAGE.
 */
export function mapped(map: Readonly<Record<string, string>>, labelRange: LabelRange | undefined): Preset {
  const columns = checkedMap(map);
  if (columns.grade !== undefined && labelRange === undefined) {
    throw new TwinstreamError(
      "WRONG_USAGE",
      "a mapped grade needs its range: add --label-range LOWEST-HIGHEST, such as 0-3",
    );
  }
  const read = readerFor(columns);
  return {
    name: "mapped",
    doc: "any file, by the columns given with --map",
    columns: ([columns.query, columns.product_id, columns.title, columns.grade] as const).flatMap((column) =>
      column === undefined ? [] : [[column]],
    ),
    open: (run) => ({
      read(values, line) {
        const cell: Cell = (field) => cellOf(values, columns[field]);
        return [timed(cell, columns, (time) => read(cell, time, line, run))];
      },
    }),
  };
}

/** Reads `query=COLUMN,title=COLUMN`. Throws WRONG_USAGE. */
export function parseMap(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(",").map((part) => {
    const at = part.indexOf("=");
    if (at < 1 || at === part.length - 1)
      throw new TwinstreamError("WRONG_USAGE", `--map takes FIELD=COLUMN,FIELD=COLUMN, not "${part}"`);
    return [part.slice(0, at).trim(), part.slice(at + 1).trim()] as const;
  });
  return checkedMap(Object.fromEntries(pairs)) as Readonly<Record<string, string>>;
}

/** Reads `0-3`. Throws WRONG_USAGE. */
export function parseLabelRange(text: string): LabelRange {
  const match = /^\s*(-?\d+(?:\.\d+)?)\s*(?:-|\.\.|:)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text);
  const range = { min: Number(match?.[1]), max: Number(match?.[2]) };
  if (range.min < range.max) return range;
  throw new TwinstreamError("WRONG_USAGE", `--label-range takes LOWEST-HIGHEST, such as 0-3, not "${text}"`);
}

function checkedMap(map: Readonly<Record<string, string>>): ColumnMap {
  const unknown = Object.keys(map).find((field) => !Object.hasOwn(mappedFields, field));
  if (unknown !== undefined) {
    throw new TwinstreamError(
      "WRONG_USAGE",
      `--map knows no field "${unknown}"; it knows ${Object.keys(mappedFields).join(", ")}`,
    );
  }
  const columns = map as ColumnMap;
  if (columns.product_id === undefined && columns.title === undefined && columns.query === undefined) {
    throw new TwinstreamError("WRONG_USAGE", "--map needs at least a query, a product_id or a title");
  }
  return columns;
}

type Reader = (cell: Cell, time: number | null, line: number, run: ImportRun) => Reading;

function readerFor({ grade, query, type, title, product_id }: ColumnMap): Reader {
  if (grade !== undefined) return readLabel;
  if (query === undefined && type === undefined && title !== undefined) return readProduct;
  if (type !== undefined || (product_id !== undefined && title === undefined)) return readInteraction;
  return (cell, time, _line, run) => ({ pair: pairOf(cell, time, null, run) });
}

function timed(cell: Cell, columns: ColumnMap, read: (time: number | null) => Reading): Reading {
  if (columns.time === undefined) return read(null);
  const time = parseTime(cell("time"));
  return Number.isNaN(time) ? { error: `the time ${JSON.stringify(cell("time") ?? null)} can't be read` } : read(time);
}

function cellOf(values: RowValues, column: string | undefined): unknown {
  return column === undefined ? undefined : values[column];
}

function readLabel(cell: Cell, time: number | null, _line: number, run: ImportRun): Reading {
  const grade = numberOrNull(cell("grade"));
  return grade === null ? { error: "the grade is missing" } : { pair: pairOf(cell, time, grade, run) };
}

function pairOf(cell: Cell, time: number | null, grade: number | null, run: ImportRun): Pair {
  const refersTo = textOrNull(cell("refers_to"));
  const productId = productIdOf(cell);
  return {
    query: refersTo === null ? textOf(cell("query")) : textOrNull(cell("query")),
    refersTo,
    productId,
    title: textOrNull(cell("title")) ?? run.titleOf(productId) ?? null,
    grade,
    position: numberOrNull(cell("position")),
    brand: textOrNull(cell("brand")),
    category: textOrNull(cell("category")),
    price: numberOrNull(cell("price")),
    sessionId: textOrNull(cell("session_id")),
    userId: textOrNull(cell("user_id")),
    time,
    eventId: textOrNull(cell("event_id")),
  };
}

function readInteraction(cell: Cell, time: number | null, line: number, run: ImportRun): Reading {
  const ownId = textOrNull(cell("event_id"));
  const event = {
    time: time ?? run.timeAt(line),
    source: run.source,
    sessionId: textOrNull(cell("session_id")),
    userId: textOrNull(cell("user_id")),
    type: textOrNull(cell("type")) ?? "click",
    refersTo: textOrNull(cell("refers_to")),
    query: textOrNull(cell("query")),
    productId: productIdOf(cell),
    position: numberOrNull(cell("position")),
    price: numberOrNull(cell("price")),
    quantity: numberOrNull(cell("quantity")),
  };
  const eventId = ownId === null ? run.eventId("interaction", line, event) : run.ownId(ownId);
  return { imported: { topic: "interactions", event: { eventId, ...event } } };
}

function readProduct(cell: Cell, time: number | null, line: number, run: ImportRun): Reading {
  const event = {
    productId: productIdOf(cell),
    time: time ?? run.timeAt(line),
    source: run.source,
    title: textOf(cell("title")),
    description: null,
    brand: textOrNull(cell("brand")),
    category: textOrNull(cell("category")),
    price: numberOrNull(cell("price")),
    picture: textOrNull(cell("picture")),
    attributes: {},
  };
  return { imported: { topic: "catalog", event } };
}

function productIdOf(cell: Cell): string {
  const id = textOrNull(cell("product_id"));
  const title = textOrNull(cell("title"));
  if (id !== null || title === null) return id ?? "";
  return `title-${createHash("sha256").update(title).digest("hex").slice(0, 16)}`;
}
