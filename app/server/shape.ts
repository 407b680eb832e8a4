/** A JSON schema that TypeScript knows the values of, so that a route's checks, its OpenAPI document and its types are one text. */
export interface Shape<Value> {
  readonly [held]?: Value;
  readonly [keyword: string]: unknown;
}

declare const held: unique symbol;

/** What a shape lets through. */
export type ValueOf<Of> = Of extends Shape<infer Value> ? Value : never;

/** What is said about a shape beside its type, in the words of JSON schema. */
interface About<Value> {
  readonly description?: string;
  readonly examples?: readonly Value[];
  readonly default?: Value;
}

interface TextLimits extends About<string> {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

interface NumberLimits extends About<number> {
  readonly minimum?: number;
  readonly maximum?: number;
}

interface ListLimits<Value> extends About<Value> {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A text. */
export function text(limits: TextLimits = {}): Shape<string> {
  return { type: "string", ...limits };
}

/** A text that says something. */
export function words(maxLength: number, about: About<string> = {}): Shape<string> {
  return text({ minLength: 1, maxLength, pattern: "\\S", ...about });
}

/** A number. */
export function number(limits: NumberLimits = {}): Shape<number> {
  return { type: "number", ...limits };
}

/** A whole number. */
export function whole(limits: NumberLimits = {}): Shape<number> {
  return { type: "integer", ...limits };
}

/** True or false. */
export function flag(about: About<boolean> = {}): Shape<boolean> {
  return { type: "boolean", ...about };
}

/** One of some texts. */
export function oneOf<const Value extends string>(values: readonly Value[], about: About<Value> = {}): Shape<Value> {
  return { type: "string", enum: values, ...about };
}

/** The shape, or null. */
export function orNull<Value>({ type, enum: values, ...shape }: Shape<Value>): Shape<Value | null> {
  return { type: [type, "null"], ...(Array.isArray(values) && { enum: [...values, null] }), ...shape };
}

/** A list of like things. */
export function list<Value>(items: Shape<Value>, limits: ListLimits<readonly Value[]> = {}): Shape<readonly Value[]> {
  return { type: "array", items, ...limits };
}

/** Like things by names that are not known before. */
export function byName<Value>(
  values: Shape<Value>,
  limits: About<never> & { readonly maxProperties?: number } = {},
): Shape<Readonly<Record<string, Value>>> {
  return { type: "object", additionalProperties: values, ...limits };
}

/** Any JSON at all: for what is told as another part of the program has it. */
export function anything<Value = unknown>(about: About<Value> = {}): Shape<Value> {
  return { ...about };
}

/** Bytes as they come, of the media types that a route names. */
export function bytes(about: About<never> = {}): Shape<Uint8Array> {
  return { ...about };
}

type Fields = Readonly<Record<string, Shape<unknown>>>;
type Required<Of extends Fields> = { readonly [name in keyof Of]: ValueOf<Of[name]> };
type Optional<Of extends Fields> = { readonly [name in keyof Of]?: ValueOf<Of[name]> };

/** An object with these fields, and those of `optional` where they are given; others are refused unless `isOpen`. */
export function object<Has extends Fields, May extends Fields = Record<never, never>>(
  fields: Has,
  optional?: May,
  { isOpen = false, ...about }: About<never> & { readonly isOpen?: boolean } = {},
): Shape<Required<Has> & Optional<May>> {
  const required = Object.keys(fields);
  return {
    type: "object",
    properties: { ...fields, ...optional },
    ...(required.length > 0 && { required }),
    additionalProperties: isOpen,
    ...about,
  };
}
