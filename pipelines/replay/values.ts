import type { RowValues } from "./preset.ts";

/** The text of a value; empty where there is none. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" || typeof value === "boolean" ? String(value) : "";
}

/** The text of a value without blanks around it, or null where nothing is left. */
export function textOrNull(value: unknown): string | null {
  return textOf(value).trim() || null;
}

/** The number that a value says, NaN where it says something else, null where it is missing or blank. */
export function numberOrNull(value: unknown): number | null {
  const text = textOrNull(value);
  return text === null ? null : Number(text);
}

/** An object's member, where the value is an object. */
export function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as RowValues)[name] : undefined;
}

/** A copy of a text that keeps nothing else in memory: what is cut from a file otherwise holds on to the whole piece it was cut from. */
export function detached<Text extends string | null>(text: Text): Text {
  return (text === null || text.length < 13 ? text : Buffer.from(text).toString()) as Text;
}
