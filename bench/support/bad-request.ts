import type { Operation } from "../../app/server/api-document.ts";
import type { Schema } from "../../app/server/schema-text.ts";
import type { Random } from "../../models/random.ts";

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** With its query. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: Buffer;
}

/** Makes a request of one operation of the API that is wrong somewhere, mostly in one place alone. */
export function badRequest(method: string, path: string, operation: Operation, random: Random): WireRequest {
  const { parameters = [], requestBody } = operation;
  const ways: (keyof typeof breaks)[] = ["foreignPage"];
  if (parameters.some(({ in: where }) => where === "query")) ways.push("query");
  if (path.includes("{")) ways.push("place");
  const schema = requestBody?.content["application/json"]?.schema;
  if (requestBody !== undefined) ways.push("bytes", "mediaType", "utf8", "cut");
  if (schema?.type !== undefined) ways.push("body", "body", "body", "deep");
  return breaks[ways[random.int(ways.length)]!]({ method, path, operation, schema: schema ?? {}, random });
}

interface Wanted {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  readonly schema: Schema;
  readonly random: Random;
}

const json = { "content-type": "application/json" };

const breaks = {
  /** It comes from a page under a name of its own. */
  foreignPage: (wanted: Wanted) => ({ ...sound(wanted), headers: { ...json, host: "evil.example" } }),
  query: (wanted: Wanted) => ({ ...sound(wanted), url: addressOf(wanted, { isQueryOdd: true }) }),
  place: (wanted: Wanted) => ({ ...sound(wanted), url: addressOf(wanted, { isPlaceOdd: true }) }),
  bytes: (wanted: Wanted) => ({ ...sound(wanted), payload: noise(wanted.random) }),
  mediaType: (wanted: Wanted) => ({ ...sound(wanted), headers: { "content-type": "text/x-nothing" } }),
  utf8: (wanted: Wanted) => ({ ...sound(wanted), payload: Buffer.from([0x22, 0xff, 0xc0, 0x22]) }),
  cut: (wanted: Wanted) => ({ ...sound(wanted), payload: Buffer.from('{"query": "fan", "products": [{') }),
  body: (wanted: Wanted) => ({ ...sound(wanted), payload: written(broken(wanted.schema, wanted.random)) }),
  deep: (wanted: Wanted) => ({ ...sound(wanted), payload: Buffer.from("[".repeat(1 + wanted.random.int(50_000))) }),
} as const satisfies Readonly<Record<string, (wanted: Wanted) => WireRequest>>;

function sound(wanted: Wanted): WireRequest {
  const { method, operation, schema, random } = wanted;
  const hasBody = operation.requestBody !== undefined;
  const payload = { payload: written(sample(schema, random)) };
  return { method, url: addressOf(wanted, {}), headers: hasBody ? json : {}, ...(hasBody && payload) };
}

function addressOf({ path, operation, random }: Wanted, odd: { isQueryOdd?: boolean; isPlaceOdd?: boolean }): string {
  const query = new URLSearchParams();
  for (const { name, schema, in: where } of operation.parameters ?? []) {
    if (where !== "query") continue;
    if (odd.isQueryOdd || random.uniform() < 0.3)
      query.append(name, odd.isQueryOdd ? oddText(random) : textOf(schema, random));
  }
  if (odd.isQueryOdd) query.append(`x${random.int(9)}`, oddText(random));
  const placed = path.replaceAll(/\{\w+\}/g, () =>
    encodeURIComponent(odd.isPlaceOdd ? oddText(random) : "nobody-1").replaceAll(".", "%2E"),
  );
  return query.size === 0 ? placed : `${placed}?${query}`;
}

function textOf(schema: Schema, random: Random): string {
  const value = sample(schema, random);
  return typeof value === "string" ? value : JSON.stringify(value);
}

const oddTexts = [
  "",
  " ",
  "\u0000",
  "../../etc/passwd",
  "%",
  "-1",
  "1e999",
  "NaN",
  "null",
  "[]",
  "__proto__",
  "'; DROP TABLE scores; --",
  "\u202e\ufeff\u{1f98a}",
] as const;

function oddText(random: Random): string {
  const text = oddTexts[random.int(oddTexts.length)]!;
  return random.uniform() < 0.1 ? (text || "x").repeat(1 + random.int(600)) : text;
}

function noise(random: Random): Buffer {
  return Buffer.from(Array.from({ length: random.int(200) }, () => random.int(256)));
}

function written(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? "");
}

/** A value that a schema takes, mostly. */
function sample(schema: Schema, random: Random): unknown {
  const {
    type,
    properties,
    items,
    minItems,
    minimum,
    enum: values,
  } = schema as Schema & Readonly<Record<string, number>>;
  if (values !== undefined) return values[random.int(values.length)];
  const kind = [type].flat()[0];
  if (properties !== undefined) {
    const required = schema.required ?? [];
    const taken = Object.entries(properties).filter(([name]) => required.includes(name) || random.uniform() < 0.3);
    return Object.fromEntries(taken.map(([name, field]) => [name, sample(field, random)]));
  }
  if (kind === "array") return Array.from({ length: minItems ?? 1 }, () => sample(items ?? {}, random));
  if (kind === "integer" || kind === "number") return minimum ?? random.int(10);
  if (kind === "boolean") return random.uniform() < 0.5;
  if (kind === "object") return {};
  return kind === "string" ? "ceiling fan" : null;
}

/** The same with one thing wrong in it. */
function broken(schema: Schema, random: Random): unknown {
  const value = sample(schema, random);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return odd(random);
  const names = Object.keys(schema.properties ?? {});
  const name = names[random.int(names.length)];
  const way = random.int(4);
  if (way === 0 || name === undefined) return { ...value, [`more${random.int(9)}`]: odd(random) };
  if (way === 1) return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  if (way === 2) return { ...value, [name]: broken(schema.properties![name]!, random) };
  return { ...value, [name]: odd(random) };
}

function odd(random: Random): unknown {
  const values = [null, true, -1, 1e308, 0.5, [], {}, [[]], { a: 1 }, oddText(random), "x".repeat(random.int(20_000))];
  return values[random.int(values.length)];
}
