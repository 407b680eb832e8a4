import type { ImportRun, LabelRange, Preset, Reading, RowParser, RowValues } from "./preset.ts";
import { numberOrNull, textOf, textOrNull } from "./values.ts";

/** The columns of a file of judgments, in order of preference. */
export interface JudgmentColumns {
  readonly query: readonly string[];
  readonly productId: readonly string[];
  /** May be absent from a file: titles then come from a catalog. */
  readonly title: readonly string[];
  readonly grade: readonly string[];
  /** Kept with the product, where they are not blank. */
  readonly attributes: readonly string[];
}

/** A preset for files with one judged (query, product) pair a row. */
export function judgmentPreset(name: string, doc: string, labelRange: LabelRange, columns: JudgmentColumns): Preset {
  return {
    name,
    doc,
    labelRange,
    columns: [columns.query, columns.productId, columns.grade],
    open: (run) => parserOf(columns, run),
  };
}

function parserOf(columns: JudgmentColumns, run: ImportRun): RowParser {
  return { read: (values) => [readJudgment(values, columns, run)] };
}

function readJudgment(values: RowValues, columns: JudgmentColumns, run: ImportRun): Reading {
  const grade = numberOrNull(pick(values, columns.grade));
  if (grade === null) return { error: "the grade is missing" };
  const productId = textOrNull(pick(values, columns.productId)) ?? "";
  const title =
    textOrNull(pick(values, columns.title)) === null ? run.titleOf(productId) : textOf(pick(values, columns.title));
  return {
    pair: {
      query: textOf(pick(values, columns.query)),
      productId,
      title: title ?? null,
      grade,
      attributes: attributesOf(values, columns.attributes),
    },
  };
}

function pick(values: RowValues, names: readonly string[]): unknown {
  const name = names.find((candidate) => candidate in values);
  return name === undefined ? undefined : values[name];
}

function attributesOf(values: RowValues, names: readonly string[]): Readonly<Record<string, string>> | undefined {
  const found = names.flatMap((name) => {
    const text = textOrNull(values[name]);
    return text === null ? [] : [[name, text] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
}
